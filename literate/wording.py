"""Holds the prose of a page to what a machine can hold of its style: words, stops, and the length of sentences and paragraphs."""

import re
from collections.abc import Iterator
from pathlib import Path

from literate.prose import HIDDEN, Prose

LONGEST_PARAGRAPH = 100  # words; most have 30 to 50
LONGEST_SENTENCE = 50
LETTER = r"[^\W\d_]"
WORDS = re.compile(rf"{LETTER}+(?:['’-]{LETTER}+)*")
# What no text says: it tells a reader who does not follow that the fault is theirs.
NEVER = re.compile(r"\b(?:simply|just|obvious(?:ly)?|eas(?:y|ily)|trivial(?:ly)?|clearly|of course)\b", re.IGNORECASE)
OTHER_FORM = {"learned": "learnt", "spelled": "spelt", "spoiled": "spoilt", "toward": "towards", "whilst": "while"}
TWICE = re.compile(rf"\b({LETTER}+)(?:[ \t]+|[ \t]*\n[ \t]*)\1\b", re.IGNORECASE)
SPACE_BEFORE = re.compile(rf"(?<=[^\s|{HIDDEN}]) +[,;.!?](?=\s|$)", re.MULTILINE)
NO_SPACE = re.compile(r"\b[a-z]+(?:[,;][A-Za-z]|\.[A-Z])\w*")
SMALL_LETTER = re.compile(rf"(?<!\bal\.)(?<=[a-z][.!?])\s+(?!(?:doi|arXiv):|[a-z]+\.com)({LETTER}+)")
ARTICLE = re.compile(r"\b(an?)\s+[*“\"(]*(?!(?:and|is|are|or|in|as)\b)([A-Za-z][\w-]*)", re.IGNORECASE)
# What is said otherwise than it is written: an hour, a unit, an MNIST digit, a one-hot row.
VOWEL = re.compile(r"(?!one\b|once\b|eu|uni(?!n)|us[eu]|util)[aeiou]|hour|honest|honour|heir", re.IGNORECASE)
LETTERS_SAID = re.compile(r"[AEFHILMNORSX](?:[A-Z]{2,}\b|\d|$)")
PARAGRAPH = re.compile(r"(?![|#<!/{:]|\*\*(?:For|Needs)\*\*|\s*[-*+] |\s*\d+\. |\[\^)\S")
HEADING = re.compile(r"^#+ .*?(?P<stop>[.:;,])\s*$", re.MULTILINE)
HALF_OPEN = re.compile(r"[\[(][^\[\]()]*[\])]")  # [0, 1) is no pair of brackets
ENDS = re.compile(rf"[.:?!…][*_)\]”\"]*[\s{HIDDEN}]*\Z|[{HIDDEN}]\s*\Z")
GOES_ON = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->\s*)*(?:\$\$|\||```|~~~|[-*] |\d+\. )", re.DOTALL)
ALT = re.compile(r"!\[(?P<alt>[^\]]*)\]\([^)\s]+\)")
CAPTION = re.compile(r"^/// figure-caption\n+(?P<first>(?:.+\n)+)", re.MULTILINE)
MESSAGE = re.compile(r"\*\*.+?[.?!]\*\*", re.DOTALL)


def check(path: Path, page: Prose) -> list[str]:
    """What is wrong with the wording of a page, a message each."""
    found = [problem for rule in RULES for problem in rule(page)]
    return [f"{path}:{page.text.count(chr(10), 0, at) + 1}: {message}" for at, message in sorted(found)]


Problems = Iterator[tuple[int, str]]


def _words(page: Prose) -> Problems:
    for match in NEVER.finditer(page.visible):
        yield match.start(), f'"{match[0]}" helps nobody who does not find it so: leave it out'
    for match in WORDS.finditer(page.visible):
        if meant := OTHER_FORM.get(match[0].lower()):
            yield match.start(), f'"{match[0]}": this book writes {meant}'
    for match in TWICE.finditer(page.visible):
        yield match.start(), f'"{match[1]}" stands twice'
    for match in ARTICLE.finditer(page.visible):
        if (match[1].lower() == "an") != _begins_with_vowel(match[2]):
            yield match.start(), f'"{match[1]} {match[2]}": the other article'


def _begins_with_vowel(word: str) -> bool:
    return bool(LETTERS_SAID.match(word) if word[:2].isupper() or not word[1:2].isalpha() else VOWEL.match(word))


def _stops(page: Prose) -> Problems:
    for match in SPACE_BEFORE.finditer(page.visible):
        yield match.start(), f'a space before "{match[0].strip()}"'
    for match in NO_SPACE.finditer(page.visible):
        yield match.start(), f'"{match[0]}": a space is missing'
    for match in SMALL_LETTER.finditer(page.visible):
        if match[1][0].islower():
            yield match.start(1), f'"{match[1]}" begins a sentence with a small letter'
    for match in HEADING.finditer(page.visible):
        yield match.start("stop"), f'a heading ends in "{match["stop"]}"'


def _lengths(page: Prose) -> Problems:
    for start, end in page.blocks():
        visible = page.visible[start:end].rstrip()
        if not PARAGRAPH.match(page.text, start) or page.text.rfind("<!--", 0, start) > page.text.rfind("-->", 0, start):
            continue
        if (count := len(WORDS.findall(visible))) > LONGEST_PARAGRAPH:
            yield start, f"a paragraph of {count} words, more than {LONGEST_PARAGRAPH}: it is two"
        counts = [len(WORDS.findall(sentence)) for sentence in re.split(r"(?<=[.!?])\s", visible)]
        if max(counts) > LONGEST_SENTENCE:
            yield start, f"a sentence of {max(counts)} words, more than {LONGEST_SENTENCE}: it is two"
        if not ENDS.search(visible) and not GOES_ON.match(page.text, start + len(visible)):
            yield start, "a paragraph ends without a stop"


def _pairs(page: Prose) -> Problems:
    for start, end in page.blocks():
        for opening, closing in ("()", "“”"):
            visible = HALF_OPEN.sub("", page.visible[start:end])
            if visible.count(opening) != visible.count(closing):
                yield start, f'"{opening}" and "{closing}" are not as many'


def _figures(page: Prose) -> Problems:
    for match in ALT.finditer(page.text):
        if page.visible[match.start()] != HIDDEN and match["alt"].rstrip().endswith("."):
            yield match.start(), "an alt text ends in a stop"
    for match in CAPTION.finditer(page.text):
        if page.visible[match.start("first")] != HIDDEN and not MESSAGE.match(match["first"]):
            yield match.start("first"), "a caption does not begin with its message, a sentence in bold with its stop"


RULES = (_words, _stops, _lengths, _pairs, _figures)
