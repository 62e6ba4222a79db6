"""Stands in the browser for `literate.records`: a recorded run is not made again there, but read."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

RECORDS = Path(__file__).parent.parent / "records"


def recorded(name: str, measure: Callable[..., Any], **arguments: Any) -> Any:
    """The recorded result, and a word about it: neither `measure` nor `agree` runs here."""
    record = json.loads((RECORDS / f"{name}.json").read_text(encoding="utf-8"))
    print(f"{measure.__name__} did not run here: this is its recorded run of {record['made']['date']}.", file=sys.stderr)
    return record["result"]
