"""Gives each exercise the place of its answer box, with all that the page needs to make one, before the hint."""

from html import escape

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from literate.exercises import Exercise, checkers, read, starter


def box(exercise: Exercise) -> str:
    """An empty element: without JavaScript there is nothing to answer in, and nothing to see."""
    module, names = checkers(exercise.solution)
    data = {
        "exercise": f"{module.partition('.')[2]}.{names[0]}",
        "number": exercise.number,
        "module": module,
        "checkers": " ".join(names),
        "starter": starter(exercise.solution),
    }
    attributes = "".join(f' data-{name}="{_escaped(value)}"' for name, value in data.items())
    return f'<div class="answer" data-widget="exercises/exercises"{attributes}></div>'


def _escaped(value: object) -> str:
    return escape(str(value)).replace("\n", "&#10;")  # an empty line would end the element


class AnswerBoxPreprocessor(Preprocessor):
    """Puts the boxes in."""

    def run(self, lines):
        text = "\n".join(lines)
        for exercise in reversed(read(text)):
            start = exercise.part("tip").start
            text = f"{text[:start]}{box(exercise)}\n\n{text[start:]}"
        return text.split("\n")


class AnswerBoxExtension(Extension):
    """Registers the preprocessor."""

    def extendMarkdown(self, md):
        # After white space is made even (30), before fences are stashed (25): what a box begins with is in one.
        md.preprocessors.register(AnswerBoxPreprocessor(md), "answer-boxes", 28)


def makeExtension(**kwargs):  # the name that Python-Markdown asks for
    """The extension, as Python-Markdown finds it by the name of this module."""
    return AnswerBoxExtension(**kwargs)
