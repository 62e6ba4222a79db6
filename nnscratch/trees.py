"""Trees of arrays: a model, its gradient and an optimiser's state have one structure, and one function walks them all."""

import operator
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import numpy as np

LEAF = (np.ndarray, np.floating, float)
Path = tuple[tuple[type, int], ...]  # type and number of the part, from the root on


@cache
def array_fields(kind: type) -> tuple[str, ...]:
    """The names of a dataclass's fields that are not static, and none for any other type.

    Raises TypeError for a list, a dict or a set, for arrays that stand there would be passed over, and for a tuple with
    names, which would lose them. Source: chapter 9.
    """
    if issubclass(kind, (tuple, list, dict, set)):
        found = f"a part is a {kind.__name__}"
        raise TypeError(f"tree_map: {found}, but needs to be a tuple")
    if not is_dataclass(kind):
        return ()
    return tuple(one.name for one in fields(kind) if not one.metadata.get("static"))


def parts(tree: Any) -> tuple[Any, ...]:
    """The items of a tuple, the fields of a dataclass but for the static ones, and nothing of anything else.

    Raises what array_fields raises. Source: chapter 9.
    """
    if type(tree) is tuple:
        return tree
    return tuple([getattr(tree, name) for name in array_fields(tree.__class__)])


def holds_arrays(tree: Any) -> bool:
    """Whether a tree is an array or a float, or has one among its parts, or among theirs. Source: chapter 9."""
    return isinstance(tree, LEAF) or any(map(holds_arrays, parts(tree)))


def hides_arrays(thing: Any) -> bool:
    """Whether an object that is no dataclass keeps arrays as attributes, where no tree looks for them. Source: chapter 9."""
    kept = () if is_dataclass(thing) else getattr(thing, "__dict__", {}).values()
    return any(isinstance(one, np.ndarray) for one in kept)


def refused(path: Path, tree: Any, other: Any) -> ValueError:
    """What to raise where other is not what tree is at this place. Source: chapter 9."""
    steps = [
        f"[{k}]" if kind is tuple else f".{array_fields(kind)[k]}" for kind, k in path
    ]
    place = "".join(steps).removeprefix(".") or "the tree"
    if isinstance(tree, LEAF) and isinstance(other, LEAF):
        found, needed = (f"shape {np.shape(one)}" for one in (other, tree))
    elif type(tree) is type(other):
        found, needed = (f"{len(parts(one))} parts" for one in (other, tree))
    else:
        found, needed = (f"type {type(one).__name__}" for one in (other, tree))
    return ValueError(f"tree_map: {place} has {found}, but needs {needed}")


def with_parts(tree: Any, own: tuple[Any, ...], new: list[Any]) -> Any:
    """The tree with new parts in the places of its own, and the tree itself where they are its own. Source: chapter 9."""
    if all(map(operator.is_, new, own)):
        return tree
    if type(tree) is tuple:
        return tuple(new)
    return replace(tree, **dict(zip(array_fields(tree.__class__), new)))


def walk(function: Callable[..., Any], path: Path, tree: Any, *others: Any) -> Any:
    """What tree_map does at one place of the tree, to which the path leads. Source: chapter 9."""
    if isinstance(tree, LEAF):
        shape = np.shape(tree)
        for other in others:
            if not isinstance(other, LEAF) or np.shape(other) != shape:
                raise refused(path, tree, other)
        return function(tree, *others)
    kind, own = tree.__class__, parts(tree)
    if not own:
        return tree
    inner = [parts(other) if type(other) is kind else () for other in others]
    for other, found in zip(others, inner):
        if len(found) != len(own) and holds_arrays(tree):
            raise refused(path, tree, other)
    rows = enumerate(zip(own, *inner))
    new = [walk(function, (*path, (kind, k)), *row) for k, row in rows]
    return with_parts(tree, own, new)


def tree_map(function: Callable[..., Any], tree: Any, *others: Any) -> Any:
    """The tree with function(array, *others) for each of its arrays: a step is p - rate * dp over model and gradient.

    A tree is an array, a float, a tuple of trees or a dataclass whose fields are trees; layers, models, gradients and
    the states of optimisers are. Fields with the metadata {"static": True} and whatever else is no tree, such as
    functions, text, None and whole numbers, stay as they are in the first tree; so does a part without any array, such
    as an activation, whatever the others have in its place. Raises ValueError where the others differ from the tree in
    their structure or in a shape, and names the place, such as layers[1].W. Source: chapter 9.

    >>> from nnscratch import Linear
    >>> layer = Linear(np.array([[1.0], [2.0]]), np.array([3.0]))
    >>> tree_map(lambda p, dp: p - 0.5 * dp, layer, layer).W
    array([[0.5],
           [1. ]])
    """
    return walk(function, (), tree, *others)
