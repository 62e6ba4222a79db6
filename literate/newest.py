"""Names what the book is built with, without the versions that it is held to: python -m literate.newest."""

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
NAME = re.compile(r"[A-Za-z0-9._-]+")


def packages(project: Path = PROJECT) -> list[str]:
    """The packages that the book and its module ask for, by name alone."""
    asked = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    named = [NAME.match(one)[0] for one in (*asked["dependencies"], *asked["optional-dependencies"]["book"])]
    return sorted(set(named) - {asked["name"]})


if __name__ == "__main__":
    print(*packages())
