"""What a distribution of Pyodide is described by, and fetched by."""

import hashlib
import json
import threading
from functools import partial
from http.server import ThreadingHTTPServer

import pytest

from literate import pyodide
from literate.pyodide import CORE, LOCK, described, fetch
from literate.serve import Quiet

ABOUT = {"version": "1", "install_dir": "site", "package_type": "package", "imports": []}


def package(name, content, depends=()):
    return {"name": name, "file_name": f"{name}.whl", "sha256": hashlib.sha256(content).hexdigest(), "depends": list(depends), **ABOUT}


@pytest.fixture
def mirror(tmp_path):
    """A distribution with a package that nobody needs, and where it is served."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    wheels = {name: f"the wheel of {name}".encode() for name in ("numpy", "matplotlib", "pillow", "other")}
    for name, content in wheels.items():
        (folder / f"{name}.whl").write_bytes(content)
    for name in CORE:
        (folder / name).write_text(f"this is {name}")
    packages = {name: package(name, content, ["numpy", "pillow"] if name == "matplotlib" else []) for name, content in wheels.items()}
    (folder / LOCK).write_text(json.dumps({"info": {"python": "3.13"}, "packages": packages}))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def official(tmp_path, mirror, monkeypatch):
    """The description of that distribution, in the place of the book's own."""
    file = tmp_path / "pyodide.json"
    file.write_text(json.dumps(described(mirror[0])))
    monkeypatch.setattr(pyodide, "OFFICIAL", file)
    return json.loads(file.read_text())


def test_what_is_fetched_is_what_is_described_and_no_more(tmp_path, mirror, official):
    folder = tmp_path / "new" / "pyodide"
    fetch(mirror[1], folder)
    assert described(folder) == official
    assert {file.name for file in folder.iterdir()} == {*CORE, LOCK, "numpy.whl", "matplotlib.whl", "pillow.whl"}


def test_another_file_than_the_described_is_refused_and_not_kept(tmp_path, mirror, official):
    (mirror[0] / "pillow.whl").write_bytes(b"something else")
    with pytest.raises(ValueError, match=r"/pillow\.whl has the SHA-256 \w{64}, and pyodide\.json asks for \w{64}$"):
        fetch(mirror[1], tmp_path / "new")
    assert not (tmp_path / "new/pillow.whl").exists() and not (tmp_path / "new" / LOCK).exists()
