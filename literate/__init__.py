"""The press: runs the pages of the book, typesets them, and holds page and module together."""
