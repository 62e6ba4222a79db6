"""How long a chapter takes, by a rule that the map of the book states: words, steps of equations, lines of code, figures, exercises."""

import re
from dataclasses import dataclass

from literate.exercises import read as exercises
from literate.finding.graph import Chapter
from literate.page import Page
from literate.prose import METADATA, prose, strip

# What somebody needs who works the chapter through, pencil in hand.
WORDS_A_MINUTE = 200
SECONDS_A_STEP = 20  # a line of a display
SECONDS_A_LINE = 5  # of code, but for the folded code of figures
SECONDS_A_FIGURE = 30
MINUTES_AN_EXERCISE = 5
STEP = 5  # minutes: nobody reads more exactly

DISPLAY = re.compile(r"^\$\$(.*?)\$\$$", re.DOTALL | re.MULTILINE)
FOLDED = re.compile(r'^<details class="(?:note|success|tip)" markdown>.*?^</details>', re.DOTALL | re.MULTILINE)
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Load:
    """What a chapter gives to read and to do."""

    words: int
    steps: int
    lines: int
    figures: int
    exercises: int

    @property
    def minutes(self) -> float:
        """The time by the rule."""
        seconds = SECONDS_A_STEP * self.steps + SECONDS_A_LINE * self.lines + SECONDS_A_FIGURE * self.figures
        return self.words / WORDS_A_MINUTE + seconds / 60 + MINUTES_AN_EXERCISE * self.exercises


def load(page: Page) -> Load:
    """What the page of a chapter holds, without what is folded: the code of figures, hints and solutions."""
    folded = [range(page.text.count("\n", 0, one.start()) + 1, page.text.count("\n", 0, one.end()) + 1) for one in FOLDED.finditer(page.text)]
    shown = [fence for fence in page.fences if not any(fence.line in one for one in folded)]
    text = FOLDED.sub("", strip(METADATA.sub("", page.text, count=1)))
    return Load(
        words=len(WORD.findall(prose(text).visible)),
        steps=sum(1 + display.count(r"\\") for display in DISPLAY.findall(text)),
        lines=sum(1 for fence in shown for line in fence.code.split("\n") if line.strip()),
        figures=sum(len(fence.figures) for fence in page.fences),
        exercises=len(exercises(page.text)),
    )


def wrong_times(book: list[Chapter]) -> list[str]:
    """The chapters whose time at their head is not that of the rule, to the nearest step: a step more or less passes."""
    return [
        f"{one.page.path}: **Time** {one.minutes} min, but by the rule it takes {minutes:.0f}"
        for one in book
        if abs(one.minutes - (minutes := load(one.page).minutes)) > STEP or one.minutes % STEP
    ]
