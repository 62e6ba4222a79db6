"""Spells the prose of the book in British English, against a dictionary and the list of our own words in words.txt.

The dictionary is Hunspell's American one, since no British one installs without a system package. codespell's table of British and
American spellings turns it round: what stands on the American side is refused, and what stands on the British side is a word.
"""

import ast
import builtins
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from spylls.hunspell import Dictionary

from literate.prose import HIDDEN, METADATA, SPAN, Prose

LIST = Path(__file__).with_name("words.txt")
# Not what is joined to digits, underscores, dots or Greek letters, as names in code and symbols are, and not the end of $n$-th.
LETTERS = "[A-Za-zÀ-ÖØ-öø-ž]+"
WORD = re.compile(rf"(?!(?<=[{HIDDEN}-])th\b)(?<![\w.]){LETTERS}(?:['’]{LETTERS})*(?!\w|\.\w)")
NOT_A_WORD = re.compile(r"\bet al\.|\bdoi:\S+|\b[\w.-]+\.(?:com|org)\b\S*")
POSSESSIVE = re.compile(r"['’](?:s|S)?$")
SHOWN = re.compile(r"^(?:title|description): (?P<shown>.*)$", re.MULTILINE)  # of the front matter, in tabs and in searches
IZE = re.compile(r"[a-z]+(?<!s)(?:iz(?:e[drs]?|ers|ing|ation(?:s|al)?|able)|yz(?:e[drs]?|ing))")
FENCE = re.compile(r"^```python[^\n]*\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)
COMMENT = re.compile(r"(?:^|  ) *# (?P<said>.*)$", re.MULTILINE)
CODE = re.compile(SPAN)
SENTENCE = re.compile(r"\"[A-Z][^\"\n]* [^\"\n]*\"|`[A-Z][^`\n]* [^`\n]*`")
PUT_IN = re.compile(r"\$\{[^}]*\}")
DOCTEST = re.compile(r"^ *>>> .*(?:\n.+)*", re.MULTILINE)
GRADIENT = re.compile(r"d(?:[A-Za-z]|chain|layer|linear|neuron)")
PREFIX = re.compile(r"^(?:un|re|mis|over|pre)")
WORK = re.compile(r"^[^\n]*\n\{ #[\w-]+ \.work \}$|^## Further reading\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Word:
    """A word, where it stands, and whether a work is named there, whose title may be American."""

    text: str
    path: Path
    line: int
    in_work: bool = False


class Speller:
    """A dictionary with our own words; `needed` grows by those that it would not have known."""

    def __init__(self, own: Iterable[str]):
        self.own, self.needed = set(own), set[str]()
        self._judged: dict[tuple[str, bool], bool] = {}

    def knows(self, word: str, in_work: bool = False) -> bool:
        """Whether a word is spelt right; in the name of a work the American spelling is."""
        if (word, in_work) not in self._judged:
            self._judged[word, in_work] = self._judge(POSSESSIVE.sub("", word).replace("’", "'"), in_work)
        return self._judged[word, in_work]

    def _judge(self, word: str, in_work: bool) -> bool:
        lower = word[0].lower() + word[1:]
        if len(word) == 1 or {lower, PREFIX.sub("", lower)} & self._british or (in_work and self._dictionary.lookup(word)):
            return True
        if self._dictionary.lookup(word) and not self._is_american(word.lower()):
            return True
        found = {word, lower} & self.own
        self.needed |= found
        return bool(found)

    def _is_american(self, word: str) -> bool:
        return bool({word, PREFIX.sub("", word)} & set(self._american) or IZE.fullmatch(word))

    def advice(self, word: str) -> str:
        """What to write instead of a word that is not known."""
        lower = POSSESSIVE.sub("", word).lower()
        bare = PREFIX.sub("", lower)
        if {lower, bare} & set(self._american):
            return f"American for {self._american.get(lower) or lower.removesuffix(bare) + self._american[bare]}"
        if IZE.fullmatch(lower):
            return f"American for {lower.replace('iz', 'is').replace('yz', 'ys')}"
        meant = f"do you mean {self._misspellings[lower]}? " if lower in self._misspellings else "unknown. "
        return f"{meant}A word that is right is added to literate/{LIST.name}"

    @cached_property
    def _dictionary(self) -> Dictionary:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # it leaves it to Python to close its two files
            return Dictionary.from_files("en_US")

    @cached_property
    def _british(self) -> set[str]:
        return set(self._american.values())

    @cached_property
    def _american(self) -> dict[str, str]:
        """The British spelling of each American word of codespell's table."""
        pairs = _table("dictionary_en-GB_to_en-US.txt").items()
        return {american.strip(): british for british, many in pairs for american in many.split(",") if american.strip()}

    @cached_property
    def _misspellings(self) -> dict[str, str]:
        return _table("dictionary.txt")


def _table(name: str) -> dict[str, str]:
    """A table of codespell's: what stands to the left of each arrow, and what to the right."""
    lines = files("codespell_lib").joinpath(f"data/{name}").read_text(encoding="utf-8").splitlines()
    return dict(line.split("->") for line in lines if "->" in line)


def own_words() -> list[str]:
    """The words of our list, in its order."""
    return LIST.read_text(encoding="utf-8").split()


def of_page(path: Path, page: Prose) -> Iterator[Word]:
    """The words of a page's prose: captions, alt texts, tables and headings too, and what the front matter shows."""
    text = page.text
    works = {line for work in WORK.finditer(text) for line in _lines(text, *work.span())}
    head = METADATA.match(text)
    for shown in SHOWN.finditer(head[0]) if head else ():
        yield from _words(shown["shown"], path, text.count("\n", 0, shown.start()) + 1)
    for line, visible in enumerate(page.visible.split("\n"), 1):
        yield from _words(visible, path, line, line in works)


def of_fences(path: Path, text: str) -> Iterator[Word]:
    """The words in the strings and comments of a page's Python fences, labels of figures among them, but for names of the code."""
    fences = [(text.count("\n", 0, match.start("code")), match["code"]) for match in FENCE.finditer(text)]
    trees = [(above, ast.parse(code)) for above, code in fences]
    said = [(above + line, string) for above, tree in trees for line, string in _strings(tree)]
    said += [(above + 1 + code.count("\n", 0, match.start()), match["said"]) for above, code in fences for match in COMMENT.finditer(code)]
    yield from _but_names(said, path, [tree for _, tree in trees])


def of_source(path: Path, source: str) -> Iterator[Word]:
    """The words in the docstrings and messages of a Python file, but for the names of its code."""
    tree = ast.parse(source)
    yield from _but_names(_strings(tree), path, [tree])


def of_script(path: Path, source: str) -> Iterator[Word]:
    """The words in the strings of a script that begin as a sentence does, with what is put into them left out."""
    for match in SENTENCE.finditer(source):
        words = _words(PUT_IN.sub(HIDDEN, match[0]), path, source.count("\n", 0, match.start()) + 1)
        yield from (word for word in words if not GRADIENT.fullmatch(word.text))


def _but_names(said: Iterable[tuple[int, str]], path: Path, trees: list[ast.Module]) -> Iterator[Word]:
    named = {getattr(node, field, None) for tree in trees for node in ast.walk(tree) for field in ("id", "arg", "attr", "name")}
    for line, text in said:
        for at, visible in enumerate(CODE.sub("", DOCTEST.sub("", text)).split("\n")):
            for word in _words(visible, path, line + at):
                if word.text not in named and not hasattr(builtins, word.text) and not GRADIENT.fullmatch(word.text):
                    yield word


def _strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The strings that have a space in them, each with its line, and with what is put into them hidden."""
    inside = {id(piece) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in node.values}
    for node in ast.walk(tree):
        pieces = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "".join(piece.value if _is_text(piece) else HIDDEN for piece in pieces)
        if " " in text and id(node) not in inside:
            yield node.lineno, text


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _lines(text: str, start: int, end: int) -> range:
    return range(text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 2)


def _words(text: str, path: Path, line: int, in_work: bool = False) -> Iterator[Word]:
    for match in WORD.finditer(NOT_A_WORD.sub("", text)):
        yield Word(match[0], path, line, in_work)


def misspelt(words: Iterable[Word], speller: Speller) -> list[str]:
    """A message for each word that the speller does not know, with the first place where it stands and how many there are."""
    places = defaultdict(list)
    for word in words:
        if not speller.knows(word.text, word.in_work):
            places[POSSESSIVE.sub("", word.text)].append(f"{word.path}:{word.line}")
    return [f'{where[0]}: "{word}": {speller.advice(word)}' + (f" (and {len(where) - 1} more)" if where[1:] else "") for word, where in places.items()]
