"""Learning-rate schedules: functions that return the rate as a function of the step, which counts from 0."""

import math
from collections.abc import Callable

from nnscratch.arguments import check_count, check_number

Schedule = Callable[[int], float]


def as_schedule(op: str, rate: float | Schedule) -> Schedule:
    """eta(t) = rate, if the rate is a number; a schedule stays what it is.

    Raises ValueError that names the operation, for a number that is negative or not finite at once, for what a
    schedule gives when it is asked. Source: chapter 12.
    """
    if not callable(rate):
        rate = check_number(op, "rate", rate, 0, math.inf)
        return lambda t: rate
    return lambda t: check_number(op, f"rate({t})", rate(t), 0, math.inf)


def step_decay(rate: float, every: int, factor: float) -> Schedule:
    """eta(t) = rate factor^k, where k = t // every: the rate falls at once, by one factor each time.

    rate: the rate at the start; every: the number of steps between two falls; factor: from 0 to 1. Raises ValueError
    for what is out of range. Source: chapter 12.

    >>> eta = step_decay(0.8, every=10, factor=0.5)
    >>> eta(0), eta(9), eta(10), eta(25)
    (0.8, 0.8, 0.4, 0.2)
    """
    rate = check_number("step_decay", "rate", rate, 0, math.inf)
    every = check_count("step_decay", "every", every, 1)
    factor = check_number("step_decay", "factor", factor, 0, 1)
    return lambda t: rate * factor ** (t // every)


def cosine(rate: float, steps: int) -> Schedule:
    """eta(t) = rate/2 (1 + cos(pi t / steps)), and 0 from the last step on.

    rate: the rate at the start; steps: their number. Raises ValueError for what is out of range.
    Source: chapter 12; Loshchilov and Hutter (2017).

    >>> eta = cosine(0.8, steps=100)
    >>> eta(0), round(eta(50), 9), eta(100), eta(101)
    (0.8, 0.4, 0.0, 0.0)
    """
    rate = check_number("cosine", "rate", rate, 0, math.inf)
    steps = check_count("cosine", "steps", steps, 1)
    return lambda t: rate / 2 * (1 + math.cos(math.pi * min(t / steps, 1)))


def one_cycle(peak: float, steps: int) -> Schedule:
    """eta(t) = peak (1 + 24 t / u) / 25 for t < u, peak/2 (1 + cos(pi (t - u) / (steps - u))) for t >= u.

    The rate rises along a line for u = 0.3 steps of all the steps and falls along a cosine in the others; from the last
    step on it is 0. Raises ValueError for what is out of range. Source: chapter 12; Smith and Topin (2019).

    >>> eta = one_cycle(0.5, steps=100)
    >>> eta(0), eta(15), eta(30), round(eta(65), 9), eta(100)
    (0.02, 0.26, 0.5, 0.25, 0.0)
    """
    peak = check_number("one_cycle", "peak", peak, 0, math.inf)
    steps = check_count("one_cycle", "steps", steps, 1)
    up = 0.3 * steps

    def eta(t: int) -> float:
        if t < up:
            return peak * (1 + 24 * t / up) / 25
        fallen = min((t - up) / (steps - up), 1)
        return peak / 2 * (1 + math.cos(math.pi * fallen))

    return eta


def warm_up(schedule: float | Schedule, steps: int) -> Schedule:
    """eta(t) = min(1, (t + 1) / steps) schedule(t): the rate of a schedule, reached along a line.

    schedule: a schedule, or a number for a rate that is constant afterwards; steps: how many the warm-up takes.
    Raises ValueError for what is out of range. Source: chapter 12; Goyal et al. (2017).

    >>> eta = warm_up(0.8, steps=4)
    >>> [eta(t) for t in range(6)]
    [0.2, 0.4, 0.6000000000000001, 0.8, 0.8, 0.8]
    """
    rate = as_schedule("warm_up", schedule)
    steps = check_count("warm_up", "steps", steps, 1)
    return lambda t: min(1, (t + 1) / steps) * rate(t)
