"""Serve the built book on a loopback port: python -m literate.serve 8000 site. Without a folder: is the port free?"""

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line for each request."""

    def log_message(self, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Refuses a port that is taken; the standard server would share it."""

    allow_reuse_port = False


def main(port: str, folder: str | None = None) -> int:
    """Serve the folder until interrupted; one clear line where the port cannot be had."""
    try:
        server = Server(("127.0.0.1", int(port)), partial(Quiet, directory=folder))
    except (OSError, OverflowError, ValueError) as error:
        print(f"port {port} cannot be used ({error}): choose another with make PORT=8001", file=sys.stderr)
        return 1
    if folder is None:
        server.server_close()
        return 0
    print(f"The book is open at http://127.0.0.1:{server.server_port}/ (Ctrl+C closes it)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
