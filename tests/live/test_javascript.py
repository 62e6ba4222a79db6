"""The JavaScript of the page is typed, linted and unit-tested, and the committed editor is what its locked sources make."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIVE = ROOT / "live"
MISSING = [tool for tool in ("node", "npm") if not shutil.which(tool)]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        bool(MISSING), reason=f"no {' and no '.join(MISSING)} on the path: the JavaScript is not checked"
    ),
]
TSC = ["node_modules/.bin/tsc", "--project"]
ESLINT = ["node_modules/.bin/eslint", "--max-warnings", "0"]


def said(*command, folder=LIVE):
    """(whether it succeeded, what it said)."""
    done = subprocess.run(command, check=False, cwd=folder, capture_output=True, encoding="utf-8", timeout=300)
    return done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session", autouse=True)
def packages():
    """The locked packages in live/node_modules, installed where they are not there or were locked anew."""
    lock, installed = LIVE / "package-lock.json", LIVE / "node_modules/.package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        fine, words = said("npm", "ci")
        assert fine, words


def test_the_types_hold():
    assert said(*TSC, ".") == (True, "")


@pytest.mark.parametrize("wrong", ["/** @type {number} */ export const n = 'one';", "export const f = x => x;"])
def test_a_type_that_does_not_hold_is_found(tmp_path, wrong):
    (tmp_path / "wrong.js").write_text(wrong, encoding="utf-8")
    options = {"extends": str(LIVE / "tsconfig.json"), "compilerOptions": {"types": []}, "include": ["*.js"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(options), encoding="utf-8")
    fine, words = said(*TSC, str(tmp_path))
    assert not fine and "wrong.js(1," in words


def test_the_code_is_clean():
    assert said(*ESLINT, ".") == (True, "")


@pytest.mark.parametrize(
    "wrong", ["eval('1');", "document.body.innerHTML = location.hash;", "export const a = 1 == '1';"]
)
def test_code_that_is_not_clean_is_found(wrong):
    command = f"echo {json.dumps(wrong)} | {' '.join(ESLINT)} --stdin --stdin-filename runner/wrong.js"
    fine, words = said("sh", "-c", command)
    assert not fine and "1 problem" in words


def test_the_unit_tests_pass():
    fine, words = said("node", "--test", "--test-reporter", "tap")
    assert fine, words
    assert int(re.search(r"^# pass (\d+)$", words, re.MULTILINE)[1]) > 0


def test_the_editor_is_made_from_its_locked_sources(tmp_path):
    fine, words = said("node", "editor/build.js", str(tmp_path))
    assert fine, words
    for name in ("codemirror.min.js", "LICENCES.txt"):
        assert (tmp_path / name).read_bytes() == (LIVE / "editor" / name).read_bytes(), f"{name}: run make editor"


def test_the_lock_names_no_registry_and_no_folder_of_a_machine():
    lock = (LIVE / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock and '"link"' not in lock and "file:" not in lock
    packages = json.loads(lock)["packages"]
    assert all(one.get("integrity") for name, one in packages.items() if name)
