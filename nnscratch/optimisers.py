"""Optimisers: from a gradient to a step, as pure functions on trees that are shaped like the model."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnscratch.arguments import Array, as_wide_float, check_number
from nnscratch.schedules import Schedule, as_schedule
from nnscratch.trees import LEAF, hides_arrays, parts, tree_map

Tree = Any


@dataclass(frozen=True, eq=False)
class State:
    """What an optimiser remembers: t, the number of steps; m and v, trees shaped like the model, or None.

    m is the velocity of momentum and nesterov, or Adam's mean of the gradients; v is the mean of their squares.
    Source: chapter 12.
    """

    t: int
    m: Tree = None
    v: Tree = None


BELOW_1 = 1 - 2**-53  # the largest float64 below 1
Update = Callable[[Tree, Tree, State], tuple[Tree, State]]


@dataclass(frozen=True, eq=False)
class Optimiser:
    """Three functions: init(params) gives the first state, update(params, gradient, state) new parameters and a new state.

    update is pure: it changes nothing that it is given. step(params, gradient, state) does the same, up to rounding, but
    momentum, adam and adamw write the new parameters and the new state into the arrays of the old, which must belong to
    the caller alone: begin with tree_map(np.array, model). A gradient that does not fit raises ValueError, and then some
    of them may have moved already. Source: chapter 12.
    """

    init: Callable[[Tree], State]
    update: Update
    step: Update


def zeros(op: str, params: Tree) -> Tree:
    """A tree of zeros like the parameters, in their dtypes. Raises what check_params raises. Source: chapter 12."""
    check_params(op, params)
    return tree_map(np.zeros_like, params)


def array_map(function: Callable[..., Array], tree: Tree, *others: Tree) -> Tree:
    """tree_map(function, tree, *others), with arrays for results, each of the dtype that the tree has in its place.

    NumPy makes a number of what it computes from an array without axes, and nothing can write into that.
    Source: chapter 12.
    """

    def as_before(old: Array, *rest: Array) -> Array:
        return np.asarray(function(old, *rest), np.result_type(old))

    return tree_map(as_before, tree, *others)


def check_params(op: str, params: Tree) -> None:
    """Nothing, if the arrays of a tree are of float32 or wider, and stand where a step finds them.

    Raises TypeError for another dtype, and for an object of a plain class that keeps arrays. Source: chapter 12.
    """
    if isinstance(params, LEAF):
        as_wide_float(op, "params", params)
    elif hides_arrays(params):
        found = f"a part of params is a {type(params).__name__} with arrays"
        raise TypeError(f"{op}: {found}, but needs to be a dataclass")
    else:
        for part in parts(params):
            check_params(op, part)


def less(p: Array, change: Array) -> Array:
    """p - change, in the dtype of p, whatever that of the change. Source: chapter 12."""
    return p - np.asarray(change, np.result_type(p))


def sgd(rate: float | Schedule) -> Optimiser:
    """p <- p - rate g.

    rate: a number, or a function of the step 0, 1, ...; a float dtype is kept. Raises ValueError for a rate that is
    negative or not finite. Source: chapter 12; Robbins and Monro (1951).

    >>> p, state = np.array([1.0, 2.0]), State(0)
    >>> sgd(0.1).update(p, np.array([10.0, 0.0]), state)[0]
    array([0., 2.])
    """
    eta = as_schedule("sgd", rate)

    def update(params: Tree, gradient: Tree, state: State) -> tuple[Tree, State]:
        rate = eta(state.t)
        params = tree_map(lambda p, g: less(p, rate * g), params, gradient)
        return params, State(state.t + 1)

    def init(params: Tree) -> State:
        check_params("sgd", params)
        return State(0)

    return Optimiser(init, update, update)


def momentum(rate: float | Schedule, beta: float = 0.9) -> Optimiser:
    """m <- beta m + g, p <- p - rate m.

    rate: a number, or a function of the step 0, 1, ...; beta: from 0 to less than 1, the share of the velocity that
    each step keeps. A float dtype is kept. Raises ValueError for what is out of range. Source: chapter 12; Polyak (1964).
    """
    eta = as_schedule("momentum", rate)
    beta = check_number("momentum", "beta", beta, 0, BELOW_1)

    def update(params: Tree, gradient: Tree, state: State) -> tuple[Tree, State]:
        rate = eta(state.t)
        m = array_map(lambda m, g: beta * m + g, state.m, gradient)
        params = tree_map(lambda p, m: p - rate * m, params, m)
        return params, State(state.t + 1, m)

    def step(params: Tree, gradient: Tree, state: State) -> tuple[Tree, State]:
        rate = eta(state.t)

        def move(p: Array, g: Array, m: Array) -> Array:
            np.multiply(m, beta, out=m)
            m += g
            p -= rate * m
            return p

        params = tree_map(move, params, gradient, state.m)
        return params, State(state.t + 1, state.m)

    def init(params: Tree) -> State:
        return State(0, zeros("momentum", params))

    return Optimiser(init, update, step)


def nesterov(rate: float | Schedule, beta: float = 0.9) -> Optimiser:
    """m <- beta m + g, p <- p - rate (g + beta m).

    rate: a number, or a function of the step 0, 1, ...; beta: from 0 to less than 1. A float dtype is kept. Raises
    ValueError for what is out of range. Source: chapter 12; Nesterov (1983); Sutskever et al. (2013).
    """
    eta = as_schedule("nesterov", rate)
    beta = check_number("nesterov", "beta", beta, 0, BELOW_1)

    def update(params: Tree, gradient: Tree, state: State) -> tuple[Tree, State]:
        rate = eta(state.t)
        m = array_map(lambda m, g: beta * m + g, state.m, gradient)
        ahead = tree_map(lambda g, m: g + beta * m, gradient, m)
        params = tree_map(lambda p, d: less(p, rate * d), params, ahead)
        return params, State(state.t + 1, m)

    def init(params: Tree) -> State:
        return State(0, zeros("nesterov", params))

    return Optimiser(init, update, update)


def rmsprop(
    rate: float | Schedule, beta: float = 0.9, epsilon: float = 1e-8
) -> Optimiser:
    """v <- beta v + (1 - beta) g^2, p <- p - rate g / (sqrt(v) + epsilon).

    rate: a number, or a function of the step 0, 1, ...; beta: from 0 to less than 1. A float dtype is kept. Raises
    ValueError for what is out of range. Source: chapter 12; Tieleman and Hinton (2012).
    """
    eta = as_schedule("rmsprop", rate)
    beta = check_number("rmsprop", "beta", beta, 0, BELOW_1)
    epsilon = check_number("rmsprop", "epsilon", epsilon, 0, math.inf)

    def update(params: Tree, gradient: Tree, state: State) -> tuple[Tree, State]:
        rate = eta(state.t)
        v = array_map(lambda v, g: beta * v + (1 - beta) * g * g, state.v, gradient)

        def move(p: Array, g: Array, v: Array) -> Array:
            return less(p, rate * g / (np.sqrt(v) + epsilon))

        return tree_map(move, params, gradient, v), State(state.t + 1, None, v)

    def init(params: Tree) -> State:
        return State(0, None, zeros("rmsprop", params))

    return Optimiser(init, update, update)


def adam_in_place(
    p: Array,
    g: Array,
    m: Array,
    v: Array,
    beta1: float,
    beta2: float,
    epsilon: float,
    rate: float,
) -> Array:
    """m <- beta1 m + (1 - beta1) g, v <- beta2 v + (1 - beta2) g^2, p <- p - rate m / (sqrt(v) + epsilon), in place.

    p, m and v are written to, g is not; one array of their shape is made, and serves for all that lies between. Returns
    p, or the new number where p is one. Source: chapter 12.
    """
    u = np.multiply(g, 1 - beta1, out=np.empty_like(p))
    np.multiply(m, beta1, out=m)
    m += u
    np.multiply(g, 1 - beta2, out=u)
    u *= g
    np.multiply(v, beta2, out=v)
    v += u
    np.sqrt(v, out=u)
    u += epsilon
    np.divide(m, u, out=u)
    u *= rate
    p -= u
    return p


def adam(
    rate: float | Schedule,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> Optimiser:
    """p <- p - rate m_hat / (sqrt(v_hat) + epsilon), m_hat = m / (1 - beta1^t), v_hat = v / (1 - beta2^t).

    m <- beta1 m + (1 - beta1) g and v <- beta2 v + (1 - beta2) g^2 are means of the gradients and of their squares; t
    counts from 1 here. rate: a number, or a function of the step 0, 1, ...; beta1 and beta2: from 0 to less than 1. A
    float dtype is kept. Raises ValueError for what is out of range. Source: chapter 12; Kingma and Ba (2015).

    >>> optimiser, p = adam(0.1), np.array([1.0, 2.0])
    >>> p, state = optimiser.update(p, np.array([7.0, -0.3]), optimiser.init(p))
    >>> p.round(6)
    array([0.9, 2.1])
    """
    eta = as_schedule("adam", rate)
    beta1 = check_number("adam", "beta1", beta1, 0, BELOW_1)
    beta2 = check_number("adam", "beta2", beta2, 0, BELOW_1)
    epsilon = check_number("adam", "epsilon", epsilon, 0, math.inf)

    def update(params: Tree, gradient: Tree, state: State) -> tuple[Tree, State]:
        t, rate = state.t + 1, eta(state.t)
        m = array_map(lambda m, g: beta1 * m + (1 - beta1) * g, state.m, gradient)
        v = array_map(lambda v, g: beta2 * v + (1 - beta2) * g * g, state.v, gradient)

        def move(p: Array, m: Array, v: Array) -> Array:
            m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
            return p - rate * m_hat / (np.sqrt(v_hat) + epsilon)

        return tree_map(move, params, m, v), State(t, m, v)

    def step(params: Tree, gradient: Tree, state: State) -> tuple[Tree, State]:
        t, c = state.t + 1, math.sqrt(1 - beta2 ** (state.t + 1))
        folded = eta(state.t) * c / (1 - beta1**t)

        def move(p: Array, g: Array, m: Array, v: Array) -> Array:
            return adam_in_place(p, g, m, v, beta1, beta2, epsilon * c, folded)

        params = tree_map(move, params, gradient, state.m, state.v)
        return params, State(t, state.m, state.v)

    def init(params: Tree) -> State:
        return State(0, *(zeros("adam", params) for _ in "mv"))

    return Optimiser(init, update, step)


def adamw(
    rate: float | Schedule,
    decay: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> Optimiser:
    """p <- (1 - rate decay) p - rate m_hat / (sqrt(v_hat) + epsilon): Adam's step, and each weight shrinks.

    decay: not negative; weights are arrays with two axes or more, so that biases do not shrink; the rest is as in adam.
    Source: chapter 12; Loshchilov and Hutter (2019).
    """
    eta = as_schedule("adamw", rate)
    decay = check_number("adamw", "decay", decay, 0, math.inf)
    plain = adam(eta, beta1, beta2, epsilon)

    def update(params: Tree, gradient: Tree, state: State) -> tuple[Tree, State]:
        keep = 1 - eta(state.t) * decay
        shrunk = tree_map(lambda p: keep * p if np.ndim(p) > 1 else p, params)
        return plain.update(shrunk, gradient, state)

    def step(params: Tree, gradient: Tree, state: State) -> tuple[Tree, State]:
        keep = 1 - eta(state.t) * decay

        def shrink(p: Array) -> Array:
            return np.multiply(p, keep, out=p) if np.ndim(p) > 1 else p

        return plain.step(tree_map(shrink, params), gradient, state)

    return Optimiser(plain.init, update, step)
