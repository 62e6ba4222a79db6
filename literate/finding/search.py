"""What the search reads of formulas: each one on a line, and the words for its symbols at the end of its section."""

import re
from html import escape, unescape

from literate.finding.symbols import SYMBOL
from literate.markup import plain
from literate.notation import TEX
from literate.prose import strip

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "varepsilon": "ε", "eta": "η", "theta": "θ", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "omega": "ω",
}
SPOKEN = {"varepsilon": "epsilon"}
# What readers call it, and the book does not: as the sections say it, and the words that find them.
CALLED = {
    r"initialis": "initialization", r"regularis": "regularization", r"normalis": "normalization", r"optimiser": "optimizer",
    r"mini-batch": "minibatch", r"vectoris": "vectorized vectorization", r"squared error": "MSE", r"\bGlorot|`glorot`": "Xavier",
    r"\bHe et al\.|`he`": "Kaiming", r"⊙|\\odot": "⊙ Hadamard",
}
PARTIAL = re.compile(r"\\frac\{\\partial (?P<of>[A-Za-z])[^{}]*\}\{\\partial (?P<by>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")
HEADING = re.compile(r"<h(?P<level>[1-6])\b[^>]*\bid=\"[^\"]*\"[^>]*>")
WORDS = re.compile(r'<(p|i) class="search-words">[^<]*</\1>| data-search-exclude(?:="")?(?=[ >])')
FORMULA = re.compile(r'<var class="math[^"]*" data-search-exclude="">(?P<inside>.*?)(?P<sign>[^<>]*)</var>', re.DOTALL)
SOURCE = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>', re.DOTALL)
SIGNS = {
    "cdot": "·", "odot": "⊙", "times": "×", "le": "≤", "ge": "≥", "ne": "≠", "approx": "≈", "to": "→", "mapsto": "↦",
    "infty": "∞", "partial": "∂", "sum": "∑", "prod": "∏", "int": "∫", "sqrt": "√", "top": "T", "in": "∈", "pm": "±",
    "dots": "…", "ldots": "…", "lvert": "|", "rvert": "|", "lfloor": "⌊", "rfloor": "⌋", "Phi": "Φ",
}
FRACTION = re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}")
DRESS = re.compile(r"\\(?:left|right|boxed|quad|qquad|text|mathbf|mathrm|hat|bar|begin\{\w+\}|end\{\w+\})(?![a-zA-Z])|[&]|\\\\")
GROUP = re.compile(r"([_^√])\{([^{}]*)\}|(?<![_^√}c])\{([^{}]*)\}")  # not what belongs to \frac
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def worded(html: str, text: str) -> str:
    """The content of a page with the words of each section at its end; `unworded` takes them out once the index is made."""
    html = FORMULA.sub(lambda one: f'{one[0]}<i class="search-words">{escape(_line(one))}</i>', html)
    parts, sections = _sections(html), _texts(text)
    if len(parts) != len(sections):  # what mkdocstrings makes has headings that its page has not
        return html
    return "".join(part + _paragraph(section) for part, section in zip(parts, sections, strict=True))


def unworded(html: str) -> str:
    """The page as readers get it, without what is for the search alone."""
    return WORDS.sub("", html)


def _sections(html: str) -> list[str]:
    starts = [0, *(one.start() for one in HEADING.finditer(html))]
    return [html[start:end] for start, end in zip(starts, [*starts[1:], len(html)], strict=True)]


def _texts(text: str) -> list[str]:
    """The text under each heading of a page, and what stands before the first."""
    return re.split(r"^#{1,6} .*$", FENCE.sub("", strip(text)), flags=re.MULTILINE)


def _paragraph(section: str) -> str:
    words = list(dict.fromkeys(word for tex in TEX.findall(section) for word in spoken(plain(tex.strip("$")))))
    words += [called for said, called in CALLED.items() if re.search(said, section)]
    return f'<p class="search-words">{escape(" ".join(words))}</p>' if words else ""


def _line(formula: re.Match[str]) -> str:
    """A formula with the sign that closes it."""
    return readable(unescape(SOURCE.search(formula["inside"])[1])) + formula["sign"]


def readable(tex: str) -> str:
    r"""A formula on one line, as one would type it: `\frac{\partial J}{\partial w_d} = x_d` is ∂J/∂w_d = x_d."""
    line = DRESS.sub("", plain(tex))
    line = re.sub(r"\\(?!frac\b)([a-zA-Z]+)", _sign, line).replace("∂ ", "∂")
    while (shorter := GROUP.sub(_grouped, FRACTION.sub(_quotient, line))) != line:
        line = shorter
    return re.sub(r"(?<=[(]) | (?=[),])", "", " ".join(re.sub(r"[{}\\]", "", line).split()))


def _sign(command: re.Match[str]) -> str:
    return SIGNS.get(command[1]) or GREEK.get(command[1], command[1])


def _quotient(fraction: re.Match[str]) -> str:
    return f"{_bound(fraction[1])}/{_bound(fraction[2])}"


def _grouped(group: re.Match[str]) -> str:
    return f"{group[1]}{_bound(group[2])}" if group[1] else group[3]


def _bound(part: str) -> str:
    """What stands above or below a line, or small, in brackets where it is more than one thing."""
    return part if re.fullmatch(r"[^\s=+·/-]*|-?[\w.]+", part) else f"({part})"


def spoken(tex: str) -> list[str]:
    """The words for the symbols of a formula: `∂J/∂w dJ/dw`, `σ sigma`, `dW ∂J/∂W ∂L/∂W`; single Latin letters have none."""
    words = []
    for slope in PARTIAL.finditer(tex):
        by = _letter(re.sub(r"_.*", "", slope["by"]))
        words += [f"∂{slope['of']}/∂{by}", f"d{slope['of']}/d{by}"]
    for symbol in SYMBOL.finditer(re.sub(r"\\text\{[^{}]*\}", "", tex)):
        name = symbol["name"]
        greek = next((letter for letter in GREEK if f"\\{letter}" in name), None)
        if greek:
            words += [GREEK[greek], SPOKEN.get(greek, greek)]
        if len(letter := _letter(name)) > 1:
            words += [letter, f"∂J/∂{letter[1:]}", f"∂L/∂{letter[1:]}"]
    return words


def _letter(tex: str) -> str:
    r"""A symbol in letters alone: `d\mathbf{w}` is dw, `\hat{y}` is y."""
    bare = re.sub(r"\\(?:mathbf|hat|bar|[a-z]+(?=\{))|[{}\s]", "", tex)
    return re.sub(r"\\([a-z]+)", lambda found: GREEK.get(found[1], ""), bare)
