"""Finding one's way in the book: what builds on what, what a symbol means, where an equation is code, where a word is explained."""
