"""A small sample of the mutation run, and what the run says of checks that see nothing, raise or die."""

import os
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from literate.equations import statements
from literate.mutations import Edit
from tests.mutants import controls, equivalent, noticing
from tests.mutants.book import Mutant, pages, snapshot
from tests.mutants.controls import README
from tests.mutants.equivalent import proof
from tests.mutants.kinds import KINDS, draw
from tests.mutants.noticing import CheckFailed
from tests.mutants.proofs import Proof
from tests.mutants.run import counted, judge_all, right, run, table

SEED, COUNT = 7, 2


@pytest.mark.slow
@pytest.mark.planted
def test_nothing_false_survives_in_a_sample():
    verdicts = run(KINDS, SEED, COUNT)
    assert len(verdicts) == COUNT * len(KINDS)
    assert right(verdicts), "\n\n".join(str(one) for one in verdicts if one.outcome != "killed")


@pytest.mark.slow
def test_there_are_enough_mutants_and_one_at_least_in_each_display():
    with snapshot():
        drawn = {kind.name: draw(kind, SEED) for kind in KINDS}
        displays = [
            (str(page.path), one) for page in pages() for one in statements(page) if one.display and one.reason is None
        ]
    assert all(len(mutants) >= 30 for mutants in drawn.values())
    assert sum(map(len, drawn.values())) >= 400
    for file, one in displays:
        assert any(mutant.file == file and one.start <= mutant.edit.start <= one.end for mutant in drawn["equations"])


def test_each_display_has_a_mutant_where_a_kind_asks_for_fewer():
    with snapshot():
        few, many = draw(replace(KINDS[0], count=30), SEED), draw(KINDS[0], SEED)
    assert 30 < len(few) < len(many)
    assert {(one.file, one.display) for one in few} == {(one.file, one.display) for one in many if one.display}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "code" not in kind.name], ids=lambda kind: kind.name)
def test_a_seed_draws_the_same_and_another_seed_others(kind):
    with snapshot():
        first, again, other = (draw(kind, seed) for seed in (1, 1, 2))
    assert first == again != other
    assert len(set(first)) == len(first)


@pytest.mark.slow
def test_a_mutant_of_the_module_stands_in_its_fence_too():
    with snapshot():
        for mutant in draw(KINDS[5], SEED, 20):
            shown = type(mutant)(mutant.kind, *mutant.twin)
            assert mutant.twin and mutant.place()[1:] == shown.place()[1:]


# — Checks that are wrong ————————————————————————————————————————————————————————————


def outcomes(kind):
    verdicts = run([kind], SEED)
    assert right(verdicts) == (kind is controls.SHARP)
    return {outcome: number for outcome, number in counted(verdicts)["control"].items() if number}, verdicts


def test_a_sharp_check_kills():
    assert outcomes(controls.SHARP)[0] == {"killed": 3}


def test_a_blind_check_lets_all_survive():
    counts, verdicts = outcomes(controls.BLIND)
    assert counts == {"survived": 3}
    assert "survived: control, README.md:" in str(verdicts[0]) and "no check notices it" in str(verdicts[0])
    assert "survived" in table(verdicts)


def test_a_check_that_complains_of_the_true_book_proves_nothing():
    counts, verdicts = outcomes(controls.EXCITED)
    assert counts == {"error": 3} and "before it was planted" in str(verdicts[0])


def test_a_check_that_raises_is_an_error():
    counts, verdicts = outcomes(controls.BROKEN)
    assert counts == {"error": 3} and "RuntimeError: the check itself is broken" in str(verdicts[0])


def test_a_check_that_is_killed_is_an_error():
    counts, verdicts = outcomes(controls.DYING)
    assert counts == {"error": 3} and "BrokenProcessPool" in str(verdicts[0])


def test_what_is_asked_later_has_to_be_silent_about_the_true_book_too():
    with snapshot():
        mutant = draw(controls.BLIND, SEED, 1)[0]
        with pytest.raises(CheckFailed, match="before it was planted: seen"):
            noticing.first_then(mutant, lambda: None, lambda: "seen")


def test_what_is_handed_out_after_a_worker_died_is_an_error():
    with snapshot():
        given = [(mutant, controls.SHARP) for mutant in draw(controls.SHARP, SEED)]
    with ProcessPoolExecutor(1, get_context("forkserver")) as pool:
        assert isinstance(pool.submit(os._exit, 1).exception(timeout=60), BrokenProcessPool)
        verdicts = judge_all([pool], given, lambda *_: None)
    assert [one.outcome for one in verdicts] == ["error"] * 3 and "BrokenProcessPool" in str(verdicts[0])


class OneAtATime(ThreadPoolExecutor):
    """Refuses what it is handed while it has something to do."""

    busy = 0

    def submit(self, *given):
        assert not self.busy, "a worker was handed more while it was busy"
        self.busy += 1
        return super().submit(self._done, *given)

    def _done(self, judge, *given):
        time.sleep(0.01)
        try:
            return judge(*given)
        finally:
            self.busy -= 1


def test_a_worker_is_handed_nothing_before_it_is_done():
    with snapshot(), OneAtATime(1) as one, OneAtATime(1) as other:
        given = [(mutant, controls.SHARP) for mutant in draw(controls.SHARP, SEED, 7)]
        assert [verdict.outcome for verdict in judge_all([one, other], given, lambda *_: None)] == ["killed"] * 7


def test_a_mistake_where_nothing_is_stated_is_an_error():
    with snapshot():
        place = Path(README).read_text(encoding="utf-8").index("\n")  # after the title
        with pytest.raises(CheckFailed, match="no statement stands in this place"):
            noticing.in_equation(Mutant("equations", README, Edit(place, place, "x", "letter")))


def test_how_long_a_chapter_takes_is_repeated_in_the_list_of_chapters():
    with snapshot():
        file = "docs/part-1/07-vectorised-gradients.md"
        start = Path(file).read_text(encoding="utf-8").index("**Time** ") + len("**Time** ")
        told = noticing.in_numeral(Mutant("numbers in prose", file, Edit(start, start + 2, "99", "digit")))
        assert told.startswith("docs/part-1/index.md:")


def test_nothing_planted_is_not_right():
    assert not right([])


def test_a_proof_counts_as_equivalent(monkeypatch):
    with snapshot():
        mutant = draw(controls.BLIND, SEED, 1)[0]
        assert proof(mutant) is None
        monkeypatch.setattr(equivalent, "PROOFS", [Proof("control", "README.md", ".*", "a letter more is not false")])
        assert proof(mutant) == "a letter more is not false"
