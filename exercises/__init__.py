"""The checkers of the book's exercises: one module a chapter, one function an exercise."""
