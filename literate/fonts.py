"""Cuts the book's typefaces down to what its pages are written with: python -m literate.fonts (needs the package brotli).

A page takes the cut, a tenth of the whole; a character that the cut does not have makes the browser take the whole face as
well, which tests/site/test_weight.py notices. Then the character goes in below, and this is run again.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ASSETS = Path(__file__).parent.parent / "docs/assets"
SHEET = ASSETS / "css/cuts.css"
ASCII = frozenset(map(chr, range(0x20, 0x7F))) | {"\u00a0"}
LETTERS = ASCII | frozenset("–—‘’“”…·×−éè")
GREEK = frozenset("ΓΔΘΛΞΠΣΦΨΩαβγδεζηθικλμνξοπρστυφχψωϕ")
SIGNS = frozenset("\u0302•▪©¶ŷ°±²³¹¼½áäèôöü′⁰⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉←↑→↓↩∂∆∑√∞≈≠≤≥✓")
CODE = frozenset("¼½₀₁₂₃₄₅₆₇₈₉⋆\u0302ŷ°±²³¹′⁰⁴←→√≈≤≥∂∑")
LATIN = frozenset(filter(str.isalnum, ASCII)) | frozenset(" \u00a0.,+-=()[]/\ue020")  # as TeX's letters are
RELATIONS = frozenset("°±×÷ΓΔΣΦΩ–—‘’“”…′→⇒∂∇∈−∗∘√∝∞∣∥∼≈≡≤≥≪≫⊙⊤⋅⋆⋮⋯⟨⟩ˆˇˉ˙˜¨\ue020")  # the last strikes through what stands after it
SMALL = frozenset("()[]{}/\\∏∑√⌈⌉⌊⌋⟨⟩ˆ˜\u0302\u0303 \u00a0")  # delimiters and operators, taller than their line
TALL = SMALL - frozenset("∏∑")
TALLEST = TALL | frozenset("⎧⎨⎩⎪⎫⎬⎭⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦")
BLANK = set(range(0x2000, 0x2010)) | set(range(0x2028, 0x2030)) | {0x205F, 0x2060, 0xAD}  # for these no face is fetched
FEATURES = ["kern", "mark", "tnum"]  # marks: a hat stands over its letter


@dataclass(frozen=True)
class Cut:
    """A face, the characters that are kept, and the axes of a variable font that are narrowed."""

    family: str
    source: str
    kept: frozenset[str]
    weight: str = "400"
    style: str = "normal"
    axes: tuple[tuple[str, float | tuple[float, float]], ...] = ()

    @property
    def file(self) -> Path:
        whole = ASSETS / self.source
        return whole.with_name(f"{whole.stem}-cut.woff2")


CUTS = (
    Cut("Inter", "fonts/InterVariable.woff2", LETTERS | SIGNS | GREEK, "400 700", axes=(("wght", (400, 700)), ("opsz", 14))),
    Cut("Inter", "fonts/InterVariable-Italic.woff2", LETTERS, "400", "italic", axes=(("wght", 400), ("opsz", 14))),
    Cut("JetBrains Mono", "fonts/JetBrainsMonoNL-Regular.woff2", LETTERS | CODE | GREEK),
    Cut("JetBrains Mono", "fonts/JetBrainsMonoNL-Bold.woff2", LETTERS | CODE | GREEK, "700"),
    Cut("KaTeX_Main", "katex/fonts/KaTeX_Main-Regular.woff2", ASCII - {"`"} | RELATIONS),
    Cut("KaTeX_Main", "katex/fonts/KaTeX_Main-Bold.woff2", LATIN, "700"),
    Cut("KaTeX_Math", "katex/fonts/KaTeX_Math-Italic.woff2", frozenset(filter(str.isalnum, ASCII)) | GREEK | set(" \u00a0"), style="italic"),
    Cut("KaTeX_Size1", "katex/fonts/KaTeX_Size1-Regular.woff2", SMALL),
    Cut("KaTeX_Size2", "katex/fonts/KaTeX_Size2-Regular.woff2", SMALL),
    Cut("KaTeX_Size3", "katex/fonts/KaTeX_Size3-Regular.woff2", TALL),
    Cut("KaTeX_Size4", "katex/fonts/KaTeX_Size4-Regular.woff2", TALLEST),
)


def sheet(cuts: Iterable[tuple[Cut, set[int], set[int]]]) -> str:
    """The style sheet of the faces, from the code points that each cut and each whole face has."""
    return "/* Written by literate/fonts.py: each face in two parts, of which a browser takes those that have a page's characters. */\n" + "".join(
        _rule(cut, cut.file, kept) + _rule(cut, ASSETS / cut.source, whole - kept - BLANK) for cut, kept, whole in cuts
    )


def _rule(cut: Cut, file: Path, codes: set[int]) -> str:
    if not codes:
        return ""
    place = Path(os.path.relpath(file, SHEET.parent)).as_posix()
    display = "block" if cut.family.startswith("KaTeX") else "swap"
    return f"""
@font-face {{
  font-family: "{cut.family}";
  font-style: {cut.style};
  font-weight: {cut.weight};
  font-display: {display};
  src: url("{place}") format("woff2");
  unicode-range: {ranges(codes)};
}}
"""


def ranges(codes: Iterable[int]) -> str:
    """Code points as a style sheet lists them: U+20-7E, U+A0."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return ", ".join(f"U+{low:X}" if low == high else f"U+{low:X}-{high:X}" for low, high in found)


def cut_down(cut: Cut) -> tuple[set[int], set[int]]:
    """Write the font of a cut; the code points that it has, and those of the whole face."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font, options = TTFont(ASSETS / cut.source, recalcTimestamp=False), Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 13, 14])
    whole, kept = set(font.getBestCmap()), set(map(ord, cut.kept))
    if missing := kept - whole:
        raise ValueError(f"{cut.source} has no {''.join(map(chr, sorted(missing)))}")
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=kept)
    subsetter.subset(font)
    if cut.axes:
        font = instantiateVariableFont(font, dict(cut.axes))
    font.flavor = "woff2"
    font.save(cut.file, reorderTables=None)
    return kept, whole


if __name__ == "__main__":
    SHEET.write_text(sheet((cut, *cut_down(cut)) for cut in CUTS), encoding="utf-8")
