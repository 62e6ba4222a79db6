"""One PDF of the whole book, from the pages of its built site: python -m literate.pdf site."""
