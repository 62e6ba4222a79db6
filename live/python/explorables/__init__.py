"""The Python of the widgets, packed with the site: it runs in the reader's browser, and is tested in CPython."""
