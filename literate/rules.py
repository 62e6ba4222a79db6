"""Holds the page of rules to the boxed rules of the chapters and to the operations of the module."""

import re
from pathlib import Path

from literate.markup import LINK, MATH, plain, rows
from literate.page import Page
from literate.signatures import operations

BOX = re.compile(r"\$\$\s*\\boxed\{(?P<tex>.*?)\}\s*\\label\{(?P<label>rule:[^}]*)\}\s*\$\$", re.DOTALL)


def boxes(page: Page) -> dict[str, str]:
    """The boxed rules of a chapter: label -> TeX."""
    return {found["label"]: plain(found["tex"]) for found in BOX.finditer(page.text)}


def check_rules(page: Page, chapters: list[Page], module: Path) -> list[str]:
    """Whether the page has each boxed rule as its chapter writes it, and each operation with a link to its entry."""
    boxed = {(chapter.path.stem, label): tex for chapter in chapters for label, tex in boxes(chapter).items()}
    problems, found = [], set()
    for cells in rows(page.text):
        tex = [plain(math) for cell in cells for math in MATH.findall(cell)]
        for link in LINK.finditer(" | ".join(cells)):
            stem, anchor = where = (Path(link["page"]).stem, link["anchor"])
            found.add(where)
            if stem != "api" and where not in boxed:
                problems.append(f"{page.path}: {link['page']}#{anchor} is no boxed rule")
            elif stem != "api" and boxed[where] not in tex:
                problems.append(f"{page.path}: the rule of {stem}#{anchor} is there\n  {boxed[where]}")
    problems += [f"{page.path}: {stem}#{label} is missing" for stem, label in boxed if (stem, label) not in found]
    absent = [name for name in operations(module) if ("api", name) not in found]
    problems += [f"{page.path}: the operation {name} is missing" for name in absent]
    problems += [
        f"{chapter.path} has a boxed rule, but no link to {page.path.name}"
        for chapter in chapters
        if boxes(chapter) and not any(Path(link["page"]).name == page.path.name for link in LINK.finditer(chapter.text))
    ]
    return problems
