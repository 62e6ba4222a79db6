"""Checkpoints: a model, or a whole run, in one file that is written whole or not at all."""

import os
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any, BinaryIO

import numpy as np

from nnscratch.arguments import Array, as_numbers, check_count, check_finite
from nnscratch.runs import Callback, Run
from nnscratch.trees import hides_arrays

FORMAT, VERSION = "nnscratch checkpoint", 1
HEADER = "(header)"  # which no place is called
Path = str | os.PathLike[str]


def places(tree: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each part of a tree with its path, such as model.layers[0].W; fields and items come after what they belong to.

    Source: chapter 15.
    """
    yield path, tree
    if is_dataclass(tree):
        for one in fields(tree):
            place = f"{path}.{one.name}".lstrip(".")
            yield from places(getattr(tree, one.name), place)
    elif isinstance(tree, tuple):
        for k, part in enumerate(tree):
            yield from places(part, f"{path}[{k}]")


def kind(part: Any) -> str:
    """What a part of a tree is, in words that tell two models apart which do not compute the same.

    Source: chapter 15.
    """
    if isinstance(part, np.ndarray):
        return f"an array {part.dtype} {part.shape}"
    if isinstance(part, (int, float, np.number)):
        return "a number"
    if isinstance(part, partial):
        constants = ", ".join(f"{name}={one}" for name, one in part.keywords.items())
        return f"{kind(part.func)} with {constants}"
    if isinstance(part, np.random.Generator):
        return f"a generator {type(part.bit_generator).__name__}"
    return str(getattr(part, "__name__", type(part).__name__))


def plain(path: str, part: Any) -> Any:
    """A number, a text, a list of numbers or a generator's state as JSON takes it; None for what is walked, and for code.

    Raises TypeError for anything else, such as a dict, which would be passed over. Source: chapter 15.
    """
    if isinstance(part, np.random.Generator):
        return part.bit_generator.state
    if isinstance(part, list) and all(isinstance(one, (int, float)) for one in part):
        return part
    walked = isinstance(part, tuple) or is_dataclass(part)
    if part is None or walked or (callable(part) and not hides_arrays(part)):
        return None
    if isinstance(part, (int, float, str)):
        return part
    found = f"is of type {type(part).__name__}"
    needed = "an array, a number or a tuple"
    raise TypeError(f"save: {path or 'the tree'} {found}, but needs to be {needed}")


def packed(tree: Any) -> dict[str, Array]:
    """All that a tree holds as arrays by their paths, and under HEADER what it is, with all that is no array.

    Raises ValueError where a number is not finite, TypeError for what cannot be kept. Source: chapter 15.
    """
    import json

    parts = dict(places(tree))
    arrays = {
        path: as_numbers("save", path, part)
        for path, part in parts.items()
        if isinstance(part, (np.ndarray, np.generic))
    }
    rest = {path: part for path, part in parts.items() if path not in arrays}
    plains = {path: plain(path, part) for path, part in rest.items()}
    values = {path: one for path, one in plains.items() if one is not None}
    lists = {
        path: np.asarray(one)
        for path, one in values.items()
        if isinstance(one, (float, list))
    }
    check_finite("save", **arrays, **lists)
    kinds = {path: kind(part) for path, part in parts.items()}
    header = dict(format=FORMAT, version=VERSION, kinds=kinds, values=values)
    text = json.dumps(header, default=lambda array: array.tolist())
    return arrays | {HEADER: np.array(text)}


def save(path: Path, tree: Any) -> None:
    """Write a model, a run or any other tree of arrays to an .npz file, whole or not at all.

    It is written beside the file and then put in its place: whatever happens meanwhile, the file holds what it held or
    all that it should. A kill in the middle can leave the new one, under the name with eight more letters, beside it.
    Nothing is pickled. Raises ValueError where a number is not finite, TypeError for what cannot be kept, such as a
    dict, OSError where the file cannot be written; all leave the file as it was. Source: chapter 15.
    """
    path, arrays = os.fspath(path), packed(tree)
    beside = f"{path}.{os.urandom(4).hex()}"  # another name for each writer
    try:
        with open(beside, "wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
            file.flush()
            os.fsync(file.fileno())  # on the disk before it gets the name
        os.replace(beside, path)
    except BaseException:
        if os.path.exists(beside):
            os.remove(beside)
        raise


def is_told(found: Any, told: str) -> bool:
    """Whether a file has at a place what its header tells: arrays, numbers, lists and generators. Source: chapter 15."""
    if told.startswith("an array"):
        return kind(found) == told
    if told.startswith("a generator"):
        return isinstance(found, dict)
    if told == "a number":
        return isinstance(found, (int, float, np.ndarray))
    return told != "list" or isinstance(found, list)


def contents(opened: BinaryIO) -> tuple[dict[str, Any], dict[str, Array]]:
    """The header of an open checkpoint and its arrays, of this format and version; without arrays for another one.

    Raises whatever reading raises, and ValueError where something is not what the header tells. Source: chapter 15.
    """
    import json

    file = np.load(opened, allow_pickle=False)
    header = json.loads(str(file[HEADER]))
    if header["format"] != FORMAT or header["version"] > VERSION:
        return header, {}
    arrays = {name: file[name] for name in file.files if name != HEADER}
    for place, told in header["kinds"].items():
        found = arrays[place] if place in arrays else header["values"].get(place)
        if not is_told(found, told):
            raise ValueError(f"{place} is not {told}")
    return header, arrays


def unpacked(path: str) -> tuple[dict[str, Any], dict[str, Array]]:
    """The header and the arrays of a checkpoint.

    Raises ValueError for a file that is truncated, damaged, of another program or of a later version, OSError for one
    that cannot be opened. Source: chapter 15.
    """
    with open(path, "rb") as opened:
        try:
            header, arrays = contents(opened)
            known, version = header["format"] == FORMAT, int(header["version"])
        except Exception as error:  # whatever reading raises, the bytes are to blame
            known, found = False, f"{type(error).__name__}: {error}"
        else:
            found = f"its format is {header['format']!r}"
    if not known:
        found = f"{path} is truncated, damaged or of another program ({found})"
        raise ValueError(f"load: {found}")
    if version > VERSION:
        found = f"{path} is of version {version}, but this reads {VERSION}"
        raise ValueError(f"load: {found}: take a later nnscratch")
    return header, arrays


def check_kinds(path: str, found: dict[str, str], like: Any) -> None:
    """Nothing, if what was found in a file is what like is made of; None there takes any array or number.

    Raises ValueError that names the first place where they differ. Source: chapter 15.
    """
    needed = {place: kind(part) for place, part in places(like)}
    for place in [*needed, *found]:
        one, other = found.get(place, "nothing"), needed.get(place, "nothing")
        fills = other == kind(None) and one.startswith(("an array", "a number"))
        if one != other and not fills:
            where = f"{place or 'the tree'} in {path}"
            why = ": a run goes on with its rows, model, optimiser and patience"
            hint = why if isinstance(like, Run) else ""
            raise ValueError(f"load: {where} is {one}, but needs {other}{hint}")


def restored(
    like: Any, path: str, values: dict[str, Any], arrays: dict[str, Array]
) -> Any:
    """like with the arrays, numbers, lists and generators of a file in their places. Source: chapter 15."""
    if path in arrays:
        is_array = isinstance(like, np.ndarray)
        return arrays[path] if is_array else arrays[path][()]
    if isinstance(like, np.random.Generator):
        bits = type(like.bit_generator)()
        bits.state = values[path]
        return np.random.Generator(bits)
    if path in values:
        return values[path]
    if isinstance(like, tuple):
        inner = [(one, f"{path}[{k}]") for k, one in enumerate(like)]
        return tuple([restored(*one, values, arrays) for one in inner])
    if not is_dataclass(like):
        return like
    new = {}
    for one in fields(like):
        place = f"{path}.{one.name}".lstrip(".")
        new[one.name] = restored(getattr(like, one.name), place, values, arrays)
    return replace(like, **new)  # type: ignore[type-var]


def load(path: Path, like: Any) -> Any:
    """What `save` has written to a file, in the form of like: a model, or a run, of the same make.

    Arrays and numbers come from the file, classes and functions from like, so that a file cannot bring code along. A
    None in like, such as the statistics of a fresh BatchNorm, takes what the file has there. Raises ValueError for a
    file that is truncated, damaged, of another program or of a later version, and where it holds something else than
    like, with the place, such as model.layers[1].W; OSError where it cannot be opened. Source: chapter 15.
    """
    path = os.fspath(path)
    header, arrays = unpacked(path)
    check_kinds(path, header["kinds"], like)
    return restored(like, "", header["values"], arrays)


def checkpoint(path: Path, every: int | None = None) -> Callback:
    """A callback that saves the run at the end of each epoch, and within it after every so many batches.

    Raises ValueError for an every that is not a whole number of at least 1, and at once, not at the first save,
    FileNotFoundError where the folder of the path is missing. Source: chapter 15.
    """
    if every is not None:
        check_count("checkpoint", "every", every, 1)
    if not os.path.isdir(os.path.dirname(os.path.abspath(path))):
        found = f"path is {os.fspath(path)!r}, but needs a folder that exists"
        raise FileNotFoundError(f"checkpoint: {found}")

    def keep(run: Run) -> None:
        if run.batch == 0 or (every and run.batch % every == 0):
            save(path, run)

    return keep


def resume_from(path: Path) -> Callable[[Run], Run]:
    """What `train` resumes by: the run of a checkpoint where there is one, the fresh run otherwise.

    Source: chapter 15.
    """
    return lambda fresh: load(path, fresh) if os.path.exists(path) else fresh
