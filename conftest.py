"""Pytest's own test fixture, for the tests of the press."""

pytest_plugins = ["pytester"]
