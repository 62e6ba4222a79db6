"""Leaves out of a style sheet the rules for what no page of a site shows and no script of it makes."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

CLASSES = re.compile(r'\sclass="?([^">]*)')
WORD = re.compile(r"[\w-]+")
CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")
INSIDE = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")  # what stands there need not be on the page
NESTING = ("@media", "@supports", "@layer", "@container")
SKIPPED = re.compile(r"(?:\s+|/\*.*?\*/)+", re.DOTALL)
QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|/\*.*?\*/""", re.DOTALL)
SCRIPTS = ("assets/javascripts/bundle.*.js", "assets/js/*.js", "assets/live/*/*.js")


def names(site: Path) -> set[str]:
    """Each class of each page, and each word of each script, which may make an element of that class."""
    found: set[str] = set()
    for page in site.rglob("*.html"):
        found.update(*map(str.split, set(CLASSES.findall(page.read_text(encoding="utf-8")))))
    for pattern in SCRIPTS:
        for script in site.glob(pattern):
            found.update(WORD.findall(script.read_text(encoding="utf-8")))
    return found


def used(css: str, names: Collection[str]) -> str:
    """The sheet without the selectors that ask for a class of none of these names."""
    return "".join(_kept(head, body, names) for head, body in rules(css))


def rules(css: str) -> Iterator[tuple[str, str | None]]:
    """What stands before the braces of each rule, and in them; a statement has none."""
    at, plain = 0, QUOTED.sub(lambda match: "_" * len(match[0]), css)
    while (skipped := SKIPPED.match(css, at)) is None or skipped.end() < len(css):
        at = skipped.end() if skipped else at
        if at >= len(css):
            return
        end = re.compile("[{;]").search(plain, at)
        if end is None:
            raise ValueError(f"a rule without braces: {css[at : at + 80]}")
        if end[0] == ";":
            yield css[at : end.end()], None
            at = end.end()
            continue
        close = _closing(plain, end.end())
        yield css[at : end.start()].strip(), css[end.end() : close]
        at = close + 1


def _closing(plain: str, at: int) -> int:
    depth = 1
    for brace in re.compile("[{}]").finditer(plain, at):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.start()
    raise ValueError("a rule that is never closed")


def _kept(head: str, body: str | None, names: Collection[str]) -> str:
    if body is None:
        return head
    if head.startswith(NESTING):
        inner = used(body, names)
        return f"{head}{{{inner}}}" if inner else ""
    if head.startswith("@"):
        return f"{head}{{{body}}}"
    selectors = [one for one in _selectors(head) if _asks(one) <= set(names)]
    return f"{','.join(selectors)}{{{body}}}" if selectors else ""


def _selectors(head: str) -> list[str]:
    """The selectors of a rule: a comma within brackets parts none."""
    found, depth = [""], 0
    for sign in head:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return found


def _asks(selector: str) -> set[str]:
    return {name.replace("\\", "") for name in CLASS.findall(INSIDE.sub("", selector))}
