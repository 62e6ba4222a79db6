"""Trees of arrays: a model, its gradient and an optimiser's state have one structure, and one function walks them all."""

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

LEAF = (np.ndarray, np.floating, float)


def parts(tree: Any) -> dict[str, Any]:
    """The items of a tuple as [0], [1], ..., the fields of a dataclass but for its static ones as .name.

    Anything else has no parts. Raises TypeError for a list, a dict or a set, for arrays that stand there would be
    passed over. Source: chapter 9.
    """
    if isinstance(tree, (list, dict, set)):
        raise TypeError(f"tree_map: a part is a {type(tree).__name__}, but needs a tuple")
    if isinstance(tree, tuple):
        return {f"[{k}]": part for k, part in enumerate(tree)}
    if not is_dataclass(tree):
        return {}
    names = [one.name for one in fields(tree) if not one.metadata.get("static")]
    return {f".{name}": getattr(tree, name) for name in names}


def holds_arrays(tree: Any) -> bool:
    """Whether a tree is an array or a float, or has one among its parts, or among theirs. Source: chapter 9."""
    return isinstance(tree, LEAF) or any(map(holds_arrays, parts(tree).values()))


def check_same_tree(path: str, tree: Any, other: Any) -> None:
    """Nothing, if other is what tree is: an array of the same shape, or of the same type with as many parts.

    Raises ValueError that names the path. Source: chapter 9.
    """
    name = path.removeprefix(".") or "the tree"
    if isinstance(tree, LEAF) and isinstance(other, LEAF):
        found, needed = (f"has shape {np.shape(one)}" for one in (other, tree))
    elif isinstance(tree, LEAF) or type(other) is not type(tree):
        found, needed = (f"is of type {type(one).__name__}" for one in (other, tree))
    else:
        found, needed = (f"has {len(parts(one))} parts" for one in (other, tree))
    if found != needed:
        needed = needed.split(" ", 1)[1]
        raise ValueError(f"tree_map: {name} {found}, but needs {needed}")


def walk(function: Callable[..., Any], path: str, tree: Any, others: Sequence[Any]) -> Any:
    """What tree_map does at one place of the tree, which the path names. Source: chapter 9."""
    if not holds_arrays(tree):
        return tree
    for other in others:
        check_same_tree(path, tree, other)
    if isinstance(tree, LEAF):
        return function(tree, *others)
    inner = [parts(other) for other in others]
    new = {
        name: walk(function, path + name, part, [other[name] for other in inner])
        for name, part in parts(tree).items()
    }
    if isinstance(tree, tuple):
        return tuple(new.values())
    return replace(tree, **{name[1:]: part for name, part in new.items()})


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
    return walk(function, "", tree, others)
