"""A fence that does in no browser what it does here is heard as it runs, declared, and said to be one on its page."""

import sys

import pytest
from markdown import Markdown

from literate.live_notes import NOTES
from literate.needs import EVENTS
from literate.page import PageError, read
from literate.run import run

RECORDED = "from json import dumps\nfrom literate.records import recorded\ntry:\n    recorded('none', dumps, full={}, small={}, agree=print)\nexcept ValueError:\n    pass"
WARNING = "import warnings\nwith warnings.catch_warnings(record=True):\n    with np.errstate(all='warn'):\n"
NEEDS = {
    "x = len(__file__)": None,
    "import subprocess\nsubprocess.run(['true'])": "process",
    "import os\nos.system('true')": "process",
    "import os\nif not (child := os.fork()):\n    os._exit(0)\nos.waitpid(child, 0)": "process",
    "import os\nos.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)": "process",
    "from urllib.request import urlopen\ntry:\n    urlopen('http://127.0.0.1:9')\nexcept OSError:\n    pass": "download",
    "import socket\nsocket.socket().connect_ex(('127.0.0.1', 9))": "download",
    "import socket\nsocket.getaddrinfo('127.0.0.1', 9)": "download",
    RECORDED: "recorded",
    "import numpy as np\nwith np.errstate(over='ignore'):\n    np.exp([1000.0])": None,
    f"{WARNING}        np.exp([1000.0])": "warnings",
    "y = 2": None,
    f"{RECORDED}\nimport os\nos.system('true')": "recorded",
}


@pytest.mark.skipif(sys.platform == "win32", reason="the processes of these fences are those of other systems")
def test_what_a_fence_needs_is_heard(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = "".join(f"```python\n{code}\n```\n\n" for code in NEEDS)
    (tmp_path / "page.md").write_text(f"{text}<!--= __import__('os').system('true') -->\n", encoding="utf-8")
    records = run(read("page.md"), 60).records.values()
    assert [record.error for record in records] == [None] * len(NEEDS)
    assert [record.needs for record in records] == list(NEEDS.values())


def test_each_need_has_a_note():
    assert {*EVENTS.values(), "warnings"} == set(NOTES)


@pytest.mark.parametrize("need", NOTES)
def test_the_note_stands_under_the_fence_and_what_it_prints(tmp_path, need):
    fences = f'<!-- live: {need} -->\n```python\nx\n```\n\n```text title="Output"\n1\n```\n\nText.'
    text = f"<details markdown>\n<summary>Code</summary>\n\n{fences}\n\n</details>\n\n```python\nx\n```\n"
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    assert [fence.live for fence in read(tmp_path / "page.md").fences] == [need, None]
    extensions = [
        "md_in_html",
        "pymdownx.highlight",
        "pymdownx.superfences",
        "literate.live_notes",
        "literate.strip_comments",
    ]
    html = Markdown(extensions=extensions).convert(text)
    note = f'<p class="fence-note" data-live="{need}">{NOTES[need]}</p>'
    assert html.count("fence-note") == 1 and html.count("highlight") == 3
    assert html.index("Output") < html.index(note) < html.index("<p>Text.</p>") < html.index("</details>")
    assert "<!--" not in html


@pytest.mark.parametrize(
    "wrong",
    [
        "<!-- live: slow -->\n```python\nx\n```\n",
        "<!--live:recorded-->\n```python\nx\n```\n",
        "<!-- live: recorded -->\n\n```python\nx\n```\n",
        "Text. <!-- live: recorded -->\n\n```python\nx\n```\n",
        "<!-- live: recorded -->\n```text\nx\n```\n",
        "```python\nx\n```\n<!-- live: recorded -->\n",
    ],
)
def test_a_declaration_without_its_fence_is_refused(tmp_path, wrong):
    (tmp_path / "page.md").write_text(wrong, encoding="utf-8")
    with pytest.raises(PageError, match="this declares no fence"):
        read(tmp_path / "page.md")


def test_a_declaration_in_code_is_no_declaration(tmp_path):
    (tmp_path / "page.md").write_text("`<!-- live: recorded -->`\n\n```text\n<!-- live: x -->\n```\n", encoding="utf-8")
    assert read(tmp_path / "page.md").fences == ()
