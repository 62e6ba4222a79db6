"""Measures the book's network against its peers: `make bench`. See docs/benchmarks.md for what is measured and how."""
