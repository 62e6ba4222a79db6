"""Draws the map of the book: its chapters down the page, and an arrow wherever a later one builds on an earlier one."""

from collections.abc import Callable, Iterator
from html import escape

from literate.finding.graph import Arrow, Chapter

WIDTH, ROW, LINE = 360, 46, 118  # the width of a phone's page, at which a unit is a pixel; LINE is where the chapters stand
HEAD = 30
REACH = LINE / 0.75 - 14  # a curve of this reach goes three quarters as far
Address = Callable[[Chapter], str]


def svg(book: list[Chapter], arrows: list[Arrow], address: Address) -> str:
    """The map as one SVG element: each chapter is a link, and pointing at it shows its arrows alone."""
    heights = dict(zip((one.stem for one in book), _heights(book), strict=True))
    height = max(heights.values()) + ROW / 2
    drawn = sorted(arrows, key=lambda one: one.named)  # what is named lies on top
    return "\n".join(
        [
            f'<svg class="book-map" viewBox="0 0 {WIDTH} {height:g}" role="group" aria-label="Map of the book: the chapters in order, each a link">',
            f"<style>{''.join(_shown_alone(one) for one in book)}</style>",
            '<g aria-hidden="true">',
            *(_curve(arrow, heights, len(book)) for arrow in drawn),
            *(_part(one, heights[one.stem]) for one in book if _begins_part(one, book)),
            "</g>",
            *(_node(one, heights[one.stem], address(one)) for one in book),
            "</svg>",
        ]
    )


def words(book: list[Chapter], arrows: list[Arrow], address: Address) -> str:
    """The map in words: a list of the chapters, each with what it builds on and through which names."""
    by_stem = {one.stem: one for one in book}
    lines = ['<ol class="book-map-words">']
    for one in book:
        below = [_told(by_stem[arrow.start], arrow, address) for arrow in arrows if arrow.end == one.stem]
        builds = f" builds on <ul>{''.join(below)}</ul>" if below else " begins from nothing."
        lines.append(f'<li data-chapter="{one.stem}"><a href="{address(one)}">{escape(one.title)}</a> ({one.minutes} min){builds}</li>')
    return "\n".join([*lines, "</ol>"])


def _told(start: Chapter, arrow: Arrow, address: Address) -> str:
    names = ", ".join(f"<code>{escape(name)}</code>" for name in arrow.names)
    through = f": {names}" if names else ", in its text alone"
    return f'<li><a href="{address(start)}">{start.number}. {escape(start.title)}</a>{through}</li>'


def _heights(book: list[Chapter]) -> Iterator[float]:
    """How far down each chapter stands; a part begins with room for its name."""
    height = -ROW / 2
    for one in book:
        height += ROW + (HEAD if _begins_part(one, book) else 0)
        yield height


def _begins_part(one: Chapter, book: list[Chapter]) -> bool:
    place = book.index(one)
    return place == 0 or book[place - 1].page.path.parent != one.page.path.parent


def _part(one: Chapter, height: float) -> str:
    number = int(one.page.path.parent.name.removeprefix("part-"))
    return f'<text class="map-part" x="{LINE - 11}" y="{height - ROW / 2 - 2:g}">Part {"I" * number}</text>'


def _curve(arrow: Arrow, heights: dict[str, float], count: int) -> str:
    top, end = heights[arrow.start], heights[arrow.end]
    far = abs(end - top) / (ROW * count)
    reach = LINE - 11 - 14 - (REACH - 14) * far**0.5
    kind = "map-arrow map-named" if arrow.named else "map-arrow"
    return (
        f'<path class="{kind} from-{arrow.start[:2]} to-{arrow.end[:2]}" data-arrow="{arrow.start} {arrow.end}" '
        f'd="M{LINE - 11} {top:g}C{reach:.0f} {top:g} {reach:.0f} {end:g} {LINE - 15} {end:g}"/>'
    )


def _node(one: Chapter, height: float, address: str) -> str:
    number = one.stem[:2]
    return "".join(
        [
            f'<a class="map-node" id="map-{number}" href="{address}" data-chapter="{one.stem}" ',
            f'aria-label="{one.number} {escape(one.title)} {one.minutes} min">',  # what is seen, so that it can be called by voice
            f'<rect x="{LINE - 15}" y="{height - ROW / 2 + 2:g}" width="{WIDTH - LINE + 15}" height="{ROW - 4}" rx="6"/>',
            f'<path class="map-tip" d="M{LINE - 17} {height - 4:g}l6 4l-6 4z"/>' if one.number > 1 else "",
            f'<circle cx="{LINE}" cy="{height:g}" r="11"/><text class="map-number" x="{LINE}" y="{height + 4:g}">{one.number}</text> ',
            f'<text x="{LINE + 18}" y="{height - 1:g}">{escape(one.title)}</text> ',
            f'<text class="map-time" x="{LINE + 18}" y="{height + 14:g}">{one.minutes} min</text></a>',
        ]
    )


def _shown_alone(one: Chapter) -> str:
    """The rule by which pointing at a chapter brings out its arrows."""
    number = one.stem[:2]
    return f".book-map:has(#map-{number}:is(:hover,:focus)) .map-arrow:is(.from-{number},.to-{number}){{stroke:var(--md-accent-fg-color);opacity:1}}"
