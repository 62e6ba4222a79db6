"""Drives a stock Firefox by WebDriver BiDi, the protocol that it speaks itself: no driver, no patched browser."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path
from threading import Thread

from tornado.websocket import websocket_connect

FIREFOX = os.environ.get("FIREFOX_PATH") or shutil.which("firefox-esr") or shutil.which("firefox")
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
TAB, ENTER, ESCAPE, SHIFT = "\ue004", "\ue007", "\ue00c", "\ue008"
QUIET = {  # nothing that Firefox would ask the network for by itself
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}


class Failed(Exception):
    """What Firefox refused, or what a page's code threw."""


class Firefox:
    """One Firefox without a window, and one page in it."""

    def __init__(self, executable: str, dark: bool = False):
        self.profile = Path(tempfile.mkdtemp(prefix="firefox-"))
        settings = QUIET | {"ui.systemUsesDarkTheme": int(dark)}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items()]
        (self.profile / "user.js").write_text("".join(lines), encoding="utf-8")
        command = [executable, "--headless", "--remote-debugging-port=0", "--no-remote", "--profile", str(self.profile)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
        self.loop = asyncio.new_event_loop()
        self.answers: dict[int, asyncio.Future] = {}
        self.events: list[tuple[str, dict]] = []
        self.numbers = count(1)
        Thread(target=self.loop.run_forever, daemon=True).start()
        self.socket = self._wait(self._connect(self._address()), 60)
        self.command("session.new", capabilities={})
        self.command("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.tab = self.command("browsingContext.create", type="tab")["context"]  # the first tab never has the focus

    def command(self, method: str, **parameters: object) -> dict:
        """Send one command; its result."""
        return self._wait(self._command(method, parameters), 120)

    def open(self, address: str) -> None:
        """Go to an address, and wait until the page is loaded."""
        self.command("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def evaluate(self, expression: str) -> object:
        """The value of a JavaScript expression in the page, after it has settled if it is a promise."""
        code = f"Promise.resolve({expression}).then(value => JSON.stringify(value ?? null))"
        target = {"context": self.tab}
        answer = self.command("script.evaluate", expression=code, target=target, awaitPromise=True)
        if answer["type"] != "success":
            raise Failed(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def wait_for(self, expression: str, seconds: float = 60) -> object:
        """Wait until the expression is true."""
        end = time.monotonic() + seconds
        while not (value := self.evaluate(expression)):
            if time.monotonic() > end:
                raise TimeoutError(f"not in {seconds} s: {expression}")
            time.sleep(0.05)
        return value

    def click(self, element: str) -> None:
        """Move the pointer to the element of this expression, and click there."""
        self.evaluate(f"{element}.scrollIntoView({{block: 'center'}})")
        x, y = self.evaluate(f"(box => [box.x + box.width / 2, box.y + box.height / 2])({element}.getBoundingClientRect())")
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._perform({"type": "pointer", "id": "mouse", "actions": [move, *press]})

    def press(self, keys: str) -> None:
        """Press and release each of these keys."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._perform({"type": "key", "id": "keyboard", "actions": strokes})

    def complaints(self) -> list[str]:
        """The errors that stand in the console, but for those of a formula of which half has come when it is laid out."""
        entries = [event for name, event in self.events if name == "log.entryAdded"]
        texts = [entry["text"] for entry in entries if entry["level"] == "error"]
        return [text for text in texts if not text.startswith("Invalid markup: Incorrect number of children")]

    def requests(self) -> list[str]:
        """The addresses that were asked for."""
        return [event["request"]["url"] for name, event in self.events if name == "network.beforeRequestSent"]

    def close(self) -> None:
        """End Firefox, and remove all that it has written."""
        self.process.terminate()
        self.process.wait(30)
        self.loop.call_soon_threadsafe(self.loop.stop)
        shutil.rmtree(self.profile, ignore_errors=True)

    def _address(self) -> str:
        for line in self.process.stderr:
            if found := LISTENING.search(line):
                Thread(target=self.process.stderr.read, daemon=True).start()  # a full pipe would hold it up
                return found[1] + "/session"
        raise Failed("Firefox ended before it listened")

    async def _connect(self, address: str):
        return await websocket_connect(address, on_message_callback=self._hear, max_message_size=2**28)

    async def _command(self, method: str, parameters: dict) -> dict:
        number = next(self.numbers)
        answer = self.answers[number] = self.loop.create_future()
        await self.socket.write_message(json.dumps({"id": number, "method": method, "params": parameters}))
        return await answer

    def _hear(self, text: str | None) -> None:
        message = json.loads(text) if text else {"type": "closed"}
        if message["type"] == "event":
            self.events.append((message["method"], message["params"]))
        elif message["type"] == "success":
            self.answers.pop(message["id"]).set_result(message["result"])
        elif message.get("id"):
            self.answers.pop(message["id"]).set_exception(Failed(f"{message['error']}: {message['message']}"))

    def _perform(self, source: dict) -> None:
        self.command("input.performActions", context=self.tab, actions=[source])

    def _wait(self, coroutine, seconds: float):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(seconds)
