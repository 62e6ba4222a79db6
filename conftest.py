"""Pytest's own test fixture for the tests of the press, and which tests run in one process where there are several."""

import pytest

pytest_plugins = ["pytester"]
SHARED = ("tests/site/", "tests/live/")  # the tests of such a folder share the site that they build


def pytest_collection_modifyitems(items):
    """Keep the tests of a file together, and let what takes long begin first: no process is to wait for it at the end."""
    for item in items:
        file = item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(next(filter(file.startswith, SHARED), file)))
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
