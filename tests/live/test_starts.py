"""The recorded start of Python in the page keeps the times that readers were promised, and is of what the page loads today."""

import pytest
from starts import RECORD, sizes

from literate.records import load

LIMITS = {"cold": 8, "warm": 3, "second_cold": 0.2, "second_warm": 0.2}  # seconds, on two cores


def test_the_first_run_and_the_second_fence_are_in_time():
    result = load(RECORD.stem)["result"]
    assert result["seconds"].keys() == LIMITS.keys() and result["repeats"] >= 5
    assert [kind for kind, limit in LIMITS.items() if result["seconds"][kind]["high"] >= limit] == []


@pytest.mark.slow
def test_the_record_is_of_what_is_loaded_today(site):
    recorded = load(RECORD.stem)["result"]["bytes"]
    for step, today in sizes(site / "assets/live").items():
        for kind, size in today.items():
            assert recorded[step][kind] == pytest.approx(size, rel=0.02), f"{step}, {kind}: run make starts"
