"""Measures the book's network against its peers: `make bench`. `page.md` is the draft of the page that will show it."""
