"""Listens, while a fence runs, for what no browser does: a process, a download, a recorded run, a warning of NumPy's."""

import sys
from types import FrameType
from typing import Any

EVENTS = {
    "literate.recorded": "recorded",
    "subprocess.Popen": "process",
    "os.exec": "process",
    "os.fork": "process",
    "os.forkpty": "process",
    "os.posix_spawn": "process",
    "os.spawn": "process",
    "os.system": "process",
    "socket.connect": "download",
    "socket.getaddrinfo": "download",
    "urllib.Request": "download",
}
OWN_AFFAIR = "matplotlib"  # it asks a process for the fonts, and does without one
WARNED = "__warningregistry__"  # Python leaves it in a namespace whose code caused a warning, be it handled or not


class Needs:
    """What the code in the namespace of a page asks of the machine."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.namespace = namespace
        self.found: str | None = None
        sys.addaudithook(self._hear)

    def take(self) -> str | None:
        """What was first asked for since the last call: behind a record nothing counts, for a browser does not measure."""
        warned = self.namespace.pop(WARNED, None) is not None
        found, self.found = self.found or ("warnings" if warned else None), None
        return found

    def _hear(self, event: str, _: object) -> None:
        if event in EVENTS and not self.found and not _by_matplotlib():
            self.found = EVENTS[event]


def _by_matplotlib() -> bool:
    frame: FrameType | None = sys._getframe()
    while frame and not str(frame.f_globals.get("__name__")).startswith(OWN_AFFAIR):
        frame = frame.f_back
    return frame is not None
