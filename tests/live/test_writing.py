"""What the pages load is complete, is what the build made, and is the same each time."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from literate import live
from literate.pyodide import CORE, LOADER, LOCK, closure, described

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "https://cdn.example/pyodide/"
PACKAGES = {"numpy": [], "matplotlib": ["numpy", "cycler"], "cycler": [], "pandas": ["numpy"]}


@pytest.fixture
def distribution(tmp_path):
    """A small folder with the names of a Pyodide distribution."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    packages = {}
    for name, depends in PACKAGES.items():
        wheel = folder / f"{name}-1.0-py3-none-any.whl"
        wheel.write_text(name, encoding="utf-8")
        packages[name] = {
            "name": name,
            "version": "1.0",
            "file_name": wheel.name,
            "install_dir": "site",
            "sha256": hashlib.sha256(name.encode()).hexdigest(),
            "package_type": "package",
            "imports": [name],
            "depends": depends,
            "unvendored_tests": False,
        }
    for name in CORE:
        (folder / name).write_text(name, encoding="utf-8")
    (folder / LOCK).write_text(json.dumps({"info": {"python": "3.13"}, "packages": packages}), encoding="utf-8")
    return folder


def contents(folder):
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def settings(folder):
    return json.loads((folder / "settings.json").read_text(encoding="utf-8"))


@pytest.fixture
def written(distribution, tmp_path):
    live.write(tmp_path / "live", distribution)
    return tmp_path / "live"


def test_the_same_sources_give_the_same_bytes_and_nothing_old_stays(written, distribution, tmp_path):
    first = contents(written)
    (written / "old.js").write_text("", encoding="utf-8")
    live.write(written, distribution)
    assert contents(written) == first


def test_every_file_that_is_loaded_is_there_with_its_size_and_hash(written):
    told = settings(written)
    assert {*told["start"], *told["figures"], *told["own"]} == told["files"].keys()
    for entry in told["files"].values():
        data = (written / entry["url"]).read_bytes()
        assert entry == {"url": entry["url"], "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def test_the_first_run_loads_numpy_and_no_more_than_it_needs(written):
    told = settings(written)
    assert told["start"] == [*sorted(CORE), "numpy-1.0-py3-none-any.whl"]
    assert told["figures"] == ["cycler-1.0-py3-none-any.whl", "matplotlib-1.0-py3-none-any.whl"]
    assert told["lock"]["packages"].keys() == {"numpy", "matplotlib", "cycler"}
    assert "pandas" not in str(told)


def test_the_wheel_is_the_module_of_this_build(written):
    (wheel,) = written.glob("nnscratch-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist() if name.startswith("nnscratch/")}
    module = {f"nnscratch/{name}": data for name, data in contents(ROOT / "nnscratch").items() if "__pycache__" not in name}
    assert packed == module


def test_the_book_holds_what_fences_and_widgets_import(written):
    with zipfile.ZipFile(written / "book.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert archive.read("literate/records.py") == (ROOT / "live/python/literate/records.py").read_bytes()
        assert archive.read("literate/figures.py") == (ROOT / "literate/figures.py").read_bytes()
    assert {"page/fences.py", "literate/__init__.py", "literate/book.mplstyle", "exercises/feedback.py"} <= {*names}
    assert {f"records/{file.name}" for file in (ROOT / "records").glob("*.json")} <= {*names}
    assert len(names) == len({*names}) and {Path(name).suffix for name in names} == {".py", ".json", ".mplstyle"}
    assert not [name for name in names if "/." in name or "__pycache__" in name]


def test_what_is_unpacked_runs_without_the_press(written, tmp_path):
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(written / "book.zip") as archive:
        archive.extractall(unpacked)
    code = "import sys; sys.path = [sys.argv[1], *sys.path]; from literate.figures import set_style; import page.calls; from page.style import steps; all(steps()); "
    code += "from literate.records import recorded; import matplotlib; print(recorded.__module__, set_style.__code__.co_filename, matplotlib.rcParams['svg.fonttype'])"
    done = subprocess.run([sys.executable, "-P", "-c", code, str(unpacked)], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.stdout.split() == ["literate.records", str(unpacked / "literate/figures.py"), "none"], done.stderr


def test_scripts_are_there_and_what_made_or_tests_them_is_not(written):
    scripts = {name for name in contents(written) if name.endswith(".js") and not name.startswith("pyodide/")}
    assert {"runner/start.js", "runner/worker.js", "runner/page.js", "editor/editor.js", "editor/codemirror.min.js"} <= scripts
    assert not [name for name in scripts if name.endswith((".test.js", "/build.js", "/codemirror.js"))]


def test_the_official_distribution_is_named_by_its_address_and_its_hashes(tmp_path):
    live.write(tmp_path / "live", ADDRESS)
    told = settings(tmp_path / "live")
    assert told["base"] == ADDRESS and not (tmp_path / "live/pyodide").exists()
    foreign = {name: entry for name, entry in told["files"].items() if name not in told["own"]}
    assert all(entry["url"] == ADDRESS + name and len(entry["sha256"]) == 64 for name, entry in foreign.items())
    assert {"matplotlib", "numpy", "fonttools", "pillow"} <= told["lock"]["packages"].keys()
    for package in told["lock"]["packages"].values():
        assert foreign[package["file_name"]]["sha256"] == package["sha256"]


def test_the_official_distribution_is_that_of_the_address():
    pages = live.source()
    version = json.loads(live.OFFICIAL.read_text(encoding="utf-8"))["lock"]["info"]
    assert pages.startswith("https://") and pages.endswith("/full/")
    assert version["python"] == "3.13.2" and "/v0.29.5/" in pages


def test_a_wheel_that_is_not_there_is_known_by_the_lock(distribution):
    (distribution / "cycler-1.0-py3-none-any.whl").unlink()
    entry = described(distribution)["files"]["cycler-1.0-py3-none-any.whl"]
    assert entry == {"sha256": hashlib.sha256(b"cycler").hexdigest()}


def test_a_package_is_closed_under_what_it_depends_on(distribution):
    packages = json.loads((distribution / LOCK).read_text(encoding="utf-8"))["packages"]
    assert closure(packages, "matplotlib") == {"matplotlib", "numpy", "cycler"}


def test_pyodide_names_the_folder_or_says_that_it_is_none(distribution, monkeypatch, tmp_path):
    monkeypatch.setenv("PYODIDE", str(distribution))
    assert live.source() == distribution
    monkeypatch.setenv("PYODIDE", str(tmp_path))
    with pytest.raises(SystemExit, match=f"no Pyodide distribution: it has no {LOADER}"):
        live.source()


def test_a_page_without_fences_says_nothing_of_running():
    assert live.with_notice("<p>words</p>") == "<p>words</p>"
    page = f"<p>words</p>{live.FENCE}\">a</div>{live.FENCE}\">b</div>"
    assert live.with_notice(page) == f"<p>words</p>{live.NOTICE}{live.FENCE}\">a</div>{live.FENCE}\">b</div>"
