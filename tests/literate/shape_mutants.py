"""Runs a page once, and tells which changes of its shape comments nothing would notice: `shape_mutants.py page`."""

import contextlib
import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace

from literate import figures
from literate.page import read
from literate.run import _Namespace
from literate.shape_comments import Comment, Unreadable
from literate.shapes import ShapeError, Shapes, named_shapes

SHAPE = re.compile(r"\((?:[^(),]|len\(\w+\))*(?:,(?:[^(),]|len\(\w+\))*)*\)")
LETTERS = "NDHKCTB"


class Recorder(Shapes):
    """Holds the comments to the arrays as always, and keeps what it held them to, the same thing once."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.seen, self.told = [], set()

    def judge(self, index, sizes, arrays, known):
        told = repr((index, sorted(sizes.items()), arrays, sorted(known.items())))
        if told not in self.told:
            self.told.add(told)
            self.seen.append((index, sizes, arrays, known))
        super().judge(index, sizes, arrays, known)


def recorded(page):
    """The recorder after all fences of a page have run."""
    namespace, shapes = _Namespace(page), Recorder(page.path, named_shapes())
    namespace.shapes = shapes
    figures.set_style()
    for fence in page.fences:
        try:
            namespace.execute(fence)
        except Exception:
            if fence.error is None:
                raise
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")
    return shapes


def mutants(text: str) -> Iterator[str]:
    """The text of a comment with one of its shapes changed: sizes swapped, one changed, dropped, doubled."""
    end = re.search(r"[:,] [^\s(]|$", re.sub(r"\([^:]*\)", lambda one: "x" * len(one[0]), text)).start()
    for found in SHAPE.finditer(text[:end]):
        sizes = found[0][1:-1].removesuffix(",").split(", ") if found[0] != "()" else []
        for changed in _changed(sizes):
            yield text[: found.start()] + f"({', '.join(changed)}{',' * (len(changed) == 1)})" + text[found.end() :]


def _changed(sizes: list[str]) -> Iterator[list[str]]:
    yield [*sizes, "1"]
    for k, size in enumerate(sizes):
        yield sizes[:k] + sizes[k + 1 :]
        if k and sizes[k - 1] != size:
            yield sizes[: k - 1] + [size, sizes[k - 1]] + sizes[k + 1 :]
        others = [re.sub(r"[A-Z]", letter, size) for letter in LETTERS]
        others += [re.sub(r"\d+", lambda number: str(int(number[0]) + 1), size), re.sub(r"^[A-Z]", r"2\g<0>", size)]
        others += [re.sub(r"^([A-Z])$", r"\1 + 1", size), size.replace("+", "-")]
        others += [*LETTERS, "7"] if re.match("[a-z]", size) else []
        yield from (sizes[:k] + [other] + sizes[k + 1 :] for other in others if other != size)


def is_noticed(shapes: Recorder, index: int, text: str) -> bool:
    """Whether a comment with another text fails against what was recorded."""
    again = Shapes(shapes.path, shapes.named)
    scopes = {
        id(place.scope): replace(place.scope, sources=type(place.scope.sources)(set), told_apart=set())
        for place in shapes.places
    }
    again.places = [replace(place, scope=scopes[id(place.scope)], times=0) for place in shapes.places]
    comment = again.places[index].comment
    again.places[index].comment = Comment(text, comment.start, comment.end, comment.line)
    sizes: dict[int, dict[str, int]] = {}
    try:
        for one, old, arrays, known in shapes.seen:
            if shapes.places[one].scope is shapes.places[index].scope:
                again.judge(one, sizes.setdefault(id(old), {}), arrays, known)
            else:
                again.places[one].times += 1
        again.places = [place for place in again.places if place.scope is again.places[index].scope]
        again.finish()
    except (ShapeError, Unreadable):
        return True
    return False


def main(path: str) -> None:
    """Print what was tried, which changes survive, and which true comments are accused (none), as JSON."""
    with contextlib.redirect_stdout(io.StringIO()):
        shapes = recorded(read(path))
    accused = [
        place.comment.text for index, place in enumerate(shapes.places) if is_noticed(shapes, index, place.comment.text)
    ]
    tried = [(index, text) for index, place in enumerate(shapes.places) for text in mutants(place.comment.text)]
    survivors = [
        f"{path}:{shapes.places[index].comment.line}: `# {shapes.places[index].comment.text}` as `# {text}`"
        for index, text in tried
        if not is_noticed(shapes, index, text)
    ]
    print(json.dumps({"comments": len(shapes.places), "accused": accused, "tried": len(tried), "survivors": survivors}))


if __name__ == "__main__":
    main(sys.argv[1])
