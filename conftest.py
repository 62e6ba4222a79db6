"""Pytest's own test fixture for the tests of the press; which tests run in one process, and which need `make live`."""

import pytest

pytest_plugins = ["pytester"]
BROWSER = "tests/live/"
SAMPLE = "tests/live/test_running.py"  # what make test runs of them


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups, and before -m leaves tests out
def pytest_collection_modifyitems(items):
    """Keep the tests of a file together, and let what takes long begin first: no process is to wait for it at the end."""
    for item in items:
        file = item.nodeid.partition("::")[0]
        if file.startswith(BROWSER) and file != SAMPLE and "site" in item.fixturenames:
            item.add_marker(pytest.mark.live)
        # Two builds at once would write the same notebooks.
        builds = file.startswith("tests/site/") or file == SAMPLE
        item.add_marker(pytest.mark.xdist_group("tests/site" if builds else file))
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
