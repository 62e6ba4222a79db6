"""Runs the fences of a page in the reader's browser; packed with the site, and tested in CPython."""
