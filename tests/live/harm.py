"""A server that does harm to the files that a test names, and remembers what it was asked for."""

import time
from collections.abc import Callable
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from literate.serve import Quiet


class Server(ThreadingHTTPServer):
    """Serves a folder on a loopback port, until it is closed; `harms` holds what is done to files, by their names."""

    daemon_threads = True

    def __init__(self, folder: Path, anyone: bool = False):
        """Where anyone may ask, pages of other hosts may read the answers, as those of a CDN."""
        super().__init__(("127.0.0.1", 0), partial(Handler, directory=folder))
        self.folder = folder
        self.anyone = anyone
        self.asked: list[str] = []
        self.sent: list[str] = []
        self.told: list[str] = []
        self.harms: dict[str, Callable[[Handler, bytes], None]] = {}
        self.address = f"http://127.0.0.1:{self.server_port}/"
        Thread(target=self.serve_forever, daemon=True).start()

    def wait_for(self, name: str, seconds: float = 60) -> None:
        """Wait until this file was sent, and the next ones too."""
        end = time.monotonic() + seconds
        while not any(name in path for path in self.sent) or len(self.sent) < len(self.asked):
            if time.monotonic() > end:
                raise TimeoutError(f"{name} was not sent")
            time.sleep(0.2)

    def handle_error(self, request, client_address) -> None:
        """A browser that went elsewhere is no error."""

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class Handler(Quiet):
    """Answers as a static host does, but for the files that are harmed."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.told.append(str(self.headers))
        file = Path(self.translate_path(self.path))
        if harm := self.server.harms.get(file.name):
            harm(self, file.read_bytes())
        else:
            super().do_GET()
        self.server.sent.append(self.path)

    do_POST = do_GET

    def end_headers(self) -> None:
        if self.server.anyone:
            self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def answer(self, data: bytes, promised: int | None = None) -> None:
        """Send these bytes, after promising a number of them."""
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(self.path))
        self.send_header("Cache-Control", "no-store")  # the harm ends with the test's wish
        self.send_header("Content-Length", str(len(data) if promised is None else promised))
        self.end_headers()
        self.wfile.write(data)


def corrupted(handler: Handler, data: bytes) -> None:
    """One byte is another."""
    middle = len(data) // 2
    handler.answer(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])


def cut(handler: Handler, data: bytes) -> None:
    """The socket closes in mid-download."""
    handler.answer(data[: len(data) // 2], promised=len(data))
    handler.close_connection = True


def missing(handler: Handler, data: bytes) -> None:
    """The host does not have it."""
    handler.send_error(404)


def after(words: str) -> Callable[[Handler, bytes], None]:
    """A script that begins with other words."""
    return lambda handler, data: handler.answer(words.encode() + data)
