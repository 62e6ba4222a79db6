"""Schedules: their values at the ends and between, their shape, and what they refuse."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnscratch as nn
from nnscratch.schedules import as_schedule

STEPS = st.integers(1, 500)


def test_step_decay_falls_by_its_factor_every_so_many_steps():
    eta = nn.step_decay(0.5, every=3, factor=0.1)
    expected = [0.5, 0.5, 0.5, 0.05, 0.05, 0.05, 0.005]
    assert [eta(t) for t in range(7)] == pytest.approx(expected, rel=1e-12)


@given(STEPS)
def test_a_cosine_starts_at_the_rate_falls_and_ends_at_nothing(steps):
    rates = [nn.cosine(0.7, steps)(t) for t in range(steps + 3)]
    assert rates[0] == 0.7 and rates[steps:] == [0, 0, 0]
    assert all(later < earlier for earlier, later in pairwise(rates[: steps + 1]))


def test_a_cosine_is_at_half_in_the_middle_and_flat_at_both_ends():
    eta = nn.cosine(2.0, 1000)
    assert eta(500) == pytest.approx(1.0)
    assert eta(250) == pytest.approx(1 + math.cos(math.pi / 4))
    assert eta(0) - eta(1) < 1e-5 and eta(999) < 1e-5


@given(st.integers(10, 500))
def test_one_cycle_rises_then_falls(steps):
    eta = nn.one_cycle(2.5, steps)
    rates = [eta(t) for t in range(steps + 2)]
    top = math.ceil(0.3 * steps)
    assert rates[0] == pytest.approx(0.1) and rates[steps:] == [0, 0]
    assert all(a < b for a, b in pairwise(rates[:top]))
    assert all(a > b for a, b in pairwise(rates[top : steps + 1]))
    assert max(rates) <= 2.5


def test_one_cycle_reaches_its_peak_after_three_tenths():
    eta = nn.one_cycle(2.5, 100)
    assert eta(30) == 2.5
    assert eta(15) == pytest.approx((0.1 + 2.5) / 2)
    assert eta(65) == pytest.approx(1.25)


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_few_steps_are_a_cycle_too(steps):
    rates = [nn.one_cycle(1.0, steps)(t) for t in range(steps)]
    assert all(0 < rate <= 1 for rate in rates)


@given(STEPS)
def test_a_warm_up_reaches_the_rate_along_a_line(steps):
    eta = nn.warm_up(0.6, steps)
    assert [eta(t) for t in range(steps)] == pytest.approx([0.6 * (t + 1) / steps for t in range(steps)])
    assert eta(steps) == eta(10 * steps) == 0.6


def test_a_warm_up_leads_into_a_schedule():
    eta, after = nn.warm_up(nn.cosine(0.6, 100), 10), nn.cosine(0.6, 100)
    assert eta(4) == after(4) / 2
    assert all(eta(t) == after(t) for t in range(9, 101))


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: nn.step_decay(-1, 1, 0.5), "step_decay: rate is -1"),
        (lambda: nn.step_decay(1, 0, 0.5), "step_decay: every is 0"),
        (lambda: nn.step_decay(1, 1, 1.5), "step_decay: factor is 1.5"),
        (lambda: nn.cosine(math.inf, 5), "cosine: rate is inf"),
        (lambda: nn.cosine(1, 2.5), "cosine: steps is 2.5"),
        (lambda: nn.one_cycle(math.nan, 5), "one_cycle: peak is nan"),
        (lambda: nn.one_cycle(1, 0), "one_cycle: steps is 0"),
        (lambda: nn.warm_up(-0.1, 5), "warm_up: rate is -0.1"),
        (lambda: nn.warm_up(0.1, True), "warm_up: steps is True"),
    ],
)
def test_what_is_out_of_range_is_named(make, named):
    with pytest.raises(ValueError, match=f"^{named}, but needs"):
        make()


def test_a_number_is_a_schedule_and_a_schedule_stays_one():
    assert [as_schedule("op", 0.25)(t) for t in (0, 7)] == [0.25, 0.25]
    assert as_schedule("op", lambda t: 2.0 * t)(3) == 6


@pytest.mark.parametrize("rate", [-1.0, math.nan, None, "0.1"])
def test_a_schedule_that_gives_no_rate_is_named_with_its_step(rate):
    with pytest.raises(ValueError, match=r"^op: rate\(3\) is"):
        as_schedule("op", lambda t: rate)(3)
