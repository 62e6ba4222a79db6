"""The server of the built book: a page is served, and a port that is taken costs one clear line."""

import re
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest

SERVE = [sys.executable, "-m", "literate.serve"]


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield str(listener.getsockname()[1])


def test_a_page_is_served(tmp_path):
    (tmp_path / "index.html").write_text("The book")
    with subprocess.Popen([*SERVE, "0", str(tmp_path)], stdout=subprocess.PIPE, text=True) as server:
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())[0]
            assert urlopen(address, timeout=10).read() == b"The book"
        finally:
            server.terminate()


@pytest.mark.parametrize("folder", [[], ["site"]])
def test_a_taken_port_is_one_clear_line(taken, folder):
    done = subprocess.run([*SERVE, taken, *folder], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert re.fullmatch(rf"port {taken} cannot be used \(.*\): choose another with make PORT=8001\n", done.stderr)


@pytest.mark.parametrize("port", ["eighty", "-1", "70000"])
def test_what_is_no_port_is_one_clear_line(port):
    done = subprocess.run([*SERVE, port], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1 and done.stderr.count("\n") == 1


def test_a_free_port_is_no_news():
    done = subprocess.run([*SERVE, "0"], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
