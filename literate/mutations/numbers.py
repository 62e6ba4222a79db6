"""Mistakes in numbers, in sentences and in printed blocks."""

import re
from collections.abc import Iterator
from random import Random

from literate.mutations import Edit

NUMBER = re.compile(r"(?<![\w.])[−-]?\d+(?:[,_]\d{3})*(?:\.\d+)?")
WORD = re.compile(r"[A-Za-z]{3,}")


def in_number(text: str, rng: Random) -> Iterator[Edit]:
    """Mistakes in each number of a text: a digit, the sign, the place of the point, the last digit by one."""
    for number in NUMBER.finditer(text):
        start, written = number.start(), number[0]
        yield _digit(written, rng).moved(start)
        if written[0] in "−-":
            yield Edit(start, start + 1, "", "sign")
        if found := _point(written):
            yield found.moved(start)
        yield _neighbour(written).moved(start)


def in_print(text: str, rng: Random) -> Iterator[Edit]:
    """Mistakes in what is printed: in its numbers, a sign that was not there, a word, a line that is missing."""
    yield from in_number(text, rng)
    for number in NUMBER.finditer(text):
        if number[0][0] not in "−-":
            yield Edit(number.start(), number.start(), "-", "sign")
    words = sorted(set(WORD.findall(text)))
    for word in WORD.finditer(text):
        if others := [other for other in words if other != word[0]]:
            yield Edit(word.start(), word.end(), rng.choice(others), "word")
    lines = [*re.finditer(r"[^\n]*\n", text)]
    for line in lines if len(lines) > 1 else []:
        yield Edit(line.start(), line.end(), "", "line")


def _digit(written: str, rng: Random) -> Edit:
    places = [place for place, character in enumerate(written) if character.isdigit()]
    place = rng.choice(places)
    other = rng.choice([digit for digit in "123456789" if digit != written[place]])
    return Edit(place, place + 1, other, "digit")


def _point(written: str) -> Edit | None:
    """The point one place to the left, or a number without its last 0: smaller by ten."""
    if found := re.search(r"(?<=\d)(\d)\.", written):
        return Edit(*found.span(), f".{found[1]}", "point")
    if written.endswith("0") and len(written) > 1 and "." not in written:
        return Edit(len(written) - 1, len(written), "", "point")
    return None


def _neighbour(written: str) -> Edit:
    last = int(written[-1])
    return Edit(len(written) - 1, len(written), str(last - 1 if last == 9 else last + 1), "neighbour")
