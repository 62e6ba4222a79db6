"""The scripts that the pages load: those of live/ without their comments, and nothing else changed."""

import re

import pytest

from literate.live import COMMENT, ROOT, SCRIPTS, bare, is_own

FILES = [file for kind in SCRIPTS for file in sorted((ROOT / "live" / kind).rglob("*.js")) if is_own(file)]


def test_only_comments_with_lines_of_their_own_go():
    script = 'const a = 1; // one\n  // gone\n/** Gone:\n * all of it. */\nconst b = "// kept";\n  /* gone */\nf(/** @type {A} */ (b));\n'
    assert bare(script) == 'const a = 1; // one\nconst b = "// kept";\nf(/** @type {A} */ (b));\n'


def test_a_comment_before_code_stays_and_takes_nothing_with_it():
    script = "class A {\n  /** @type {B} */ #b;\n  c = 1;\n  /** Gone. */\n}\n"
    assert bare(script) == "class A {\n  /** @type {B} */ #b;\n  c = 1;\n}\n"


def in_text(script):
    """The comments that begin within a template literal: what looks like a comment there is text."""
    return [found[0] for found in COMMENT.finditer(script) if re.sub(r"\\`|//[^\n]*", "", script[: found.start()]).count("`") % 2]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_text_of_a_script_looks_like_a_comment(file):
    assert in_text(file.read_text(encoding="utf-8")) == []


def test_a_text_that_looks_like_a_comment_is_noticed():
    assert in_text("const a = `\n// a line of text\n`;\n") == ["// a line of text\n"]
