"""Every word of the book is spelt in British English, its wording keeps to the style, and our list of words holds no other."""

import json
from pathlib import Path

import pytest

from literate import wording
from literate.prose import prose
from literate.spelling import Speller, misspelt, of_fences, of_page, of_script, of_source, own_words

ROOT = Path(__file__).parent.parent
SHOWS_MISTAKES = Path("docs/how-this-book-checks-itself.md")  # plants them in the strings of its fences
NOT_OURS = {"node_modules", "test"}
FRONT = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]


@pytest.fixture(scope="module")
def pages():
    """Each page by its path: of the book, of those who write it, and of the lab the cells with text as one."""
    files = [ROOT / name for name in FRONT] + [file for file in (ROOT / "docs").rglob("*.md") if "notebooks" not in file.parts]
    texts = {file: file.read_text(encoding="utf-8") for file in files}
    for lab in (ROOT / "docs/labs").glob("*.ipynb"):
        cells = json.loads(lab.read_text(encoding="utf-8"))["cells"]
        texts[lab] = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return {file.relative_to(ROOT): prose(text) for file, text in sorted(texts.items())}


@pytest.fixture(scope="module")
def words(pages):
    found = [word for path, page in pages.items() for word in of_page(path, page)]
    found += [word for path, page in pages.items() if path != SHOWS_MISTAKES for word in of_fences(path, page.text)]
    for folder in ("nnscratch", "exercises"):
        for file in sorted((ROOT / folder).glob("*.py")):
            found += of_source(file.relative_to(ROOT), file.read_text(encoding="utf-8"))
    scripts = [file for file in (ROOT / "live").rglob("*.js") if not NOT_OURS & {*file.parts} and "." not in file.stem]
    return found + [word for file in scripts for word in of_script(file.relative_to(ROOT), file.read_text(encoding="utf-8"))]


def test_every_word_is_spelt_right_and_every_word_of_our_list_is_needed(words):
    speller = Speller(own_words())
    problems = misspelt(words, speller)
    problems += [f'literate/words.txt: "{word}" stands nowhere, or is known without' for word in sorted(speller.own - speller.needed)]
    assert not problems, "\n".join(problems)


def test_our_list_is_in_order():
    own = own_words()
    assert own == sorted(set(own), key=lambda word: (word.lower(), word))


def test_the_wording_keeps_to_the_style(pages):
    problems = [problem for path, page in pages.items() for problem in wording.check(path, page)]
    assert not problems, "\n".join(problems)
