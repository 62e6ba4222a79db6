"""Python from another host, as the published site takes it: from the one address that the policy names, and no more."""

import json

import pytest
from chapters import Chapter
from harm import Server

pytestmark = pytest.mark.slow
FIRST = "part-1/01-a-neuron.html"
SAME = "Ran: the same as on the page."
OWN = "connect-src 'self'"


@pytest.fixture
def cdn(site):
    server = Server(site / "assets/live/pyodide", anyone=True)
    yield server
    server.close()


@pytest.fixture
def server(site, cdn):
    """The site, with Pyodide at the other host."""
    server = Server(site)
    server.harms["settings.json"] = lambda handler, data: handler.answer(moved(json.loads(data), cdn.address))
    yield server
    server.close()


def moved(settings, base):
    settings["base"] = base
    for file in settings["files"].values():
        file["url"] = file["url"].replace("pyodide/", base)
    return json.dumps(settings).encode()


def allowed(address):
    """A page whose policy names this address too."""

    def harm(handler, data):
        assert data.decode().count(OWN) == 1
        handler.answer(data.decode().replace(OWN, f"{OWN} {address}").encode())

    return harm


def test_python_comes_from_the_address_that_the_policy_names(page, server, cdn):
    server.harms["01-a-neuron.html"] = allowed(cdn.address)
    first = Chapter(page, server.address + FIRST)
    assert cdn.asked == []
    assert first.run(1) == SAME
    assert first.run(3) == "Ran."
    assert {"/pyodide.mjs", "/pyodide.asm.js", "/pyodide.asm.wasm", "/python_stdlib.zip"} <= set(cdn.asked)
    assert len(set(cdn.asked)) == len(cdn.asked) == len([path for path in cdn.asked if (cdn.folder / path[1:]).exists()])
    assert not [path for path in server.asked if "pyodide" in path]
    told = "".join(cdn.told)
    assert "Cookie" not in told and "part-1" not in told  # nor which page is read


def test_an_address_that_the_policy_does_not_name_is_not_asked(page, server, cdn):
    first = Chapter(page, server.address + FIRST)
    assert "could not be downloaded (" in first.run(1)
    assert cdn.asked == []
