"""The tests of the book, a package: one that a library installs under this name would hide the folder."""
