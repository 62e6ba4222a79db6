"""Pytest's own test fixture for the tests of the press; which tests run in one process, and which need `make live`."""

import pytest
from xdist.scheduler import LoadScopeScheduling

pytest_plugins = ["pytester"]
BROWSER = "tests/live/"
SAMPLE = "tests/live/test_running.py"  # what make test runs of them


class Together(LoadScopeScheduling):
    """Keeps the tests of a file in one process, and all that build the site as well: two builds would write the same notebooks."""

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return "tests/site" if file.startswith("tests/site/") or file == SAMPLE else file


def pytest_xdist_make_scheduler(config, log):
    return Together(config, log)


@pytest.hookimpl(tryfirst=True)  # before -m leaves tests out
def pytest_collection_modifyitems(items):
    """Mark what reads the built book, and let what takes long begin first: no process is to wait for it at the end."""
    for item in items:
        file = item.nodeid.partition("::")[0]
        if file.startswith(BROWSER) and file != SAMPLE and "site" in item.fixturenames:
            item.add_marker(pytest.mark.live)
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
