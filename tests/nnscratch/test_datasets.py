"""The data: right shapes, the stated centres, reproducible; and the digits are those of the witness."""

import numpy as np
import pytest

import nnscratch as nn


@pytest.mark.parametrize(("draw", "D"), [(nn.blobs, 2), (nn.noisy_line, 1), (nn.xor, 2), (nn.spirals, 2)])
def test_toy_sets_have_their_shape_and_follow_their_seed(draw, D):
    x, y = draw(101, np.random.default_rng(5))
    assert x.shape == (101, D) and y.shape == (101,) and x.dtype == y.dtype == float
    again = draw(101, np.random.default_rng(5))
    np.testing.assert_array_equal(x, again[0])
    assert not np.array_equal(x, draw(101, np.random.default_rng(6))[0])
    with pytest.raises(ValueError, match=f"^{draw.__name__}: N is 0, but needs a whole number of at least 1$"):
        draw(0, np.random.default_rng(5))


def test_blobs_lie_where_they_are_said_to():
    x, y = nn.blobs(20000, np.random.default_rng(0))
    for label, centre in ((0, -1.5), (1, 1.5)):
        np.testing.assert_allclose(x[y == label].mean(axis=0), centre, atol=0.05)
        np.testing.assert_allclose(x[y == label].std(axis=0), 1, atol=0.05)


def test_the_line_has_its_slope_and_intercept():
    x, y = nn.noisy_line(20000, np.random.default_rng(0))
    np.testing.assert_allclose(np.polyfit(x[:, 0], y, 1), [2, 1], atol=0.02)


def test_xor_is_one_where_the_signs_differ():
    x, y = nn.xor(1000, np.random.default_rng(0))
    np.testing.assert_array_equal(y, (x.prod(axis=1) < 0).astype(float))


def test_each_arm_of_the_spirals_is_the_other_turned_by_half():
    x, y = nn.spirals(20000, np.random.default_rng(0))
    radius = np.hypot(*x.T)
    turned = np.where(y == 0, 1, -1) * (x[:, 0] + 1j * x[:, 1])  # both arms laid on one
    off = turned * np.exp(-3j * np.pi * radius)
    assert 0.05 < radius.min() < radius.max() < 1.2 and np.abs(np.angle(off[radius > 0.5])).max() < 1.5
    np.testing.assert_allclose(np.angle(off).mean(), 0, atol=0.01)


def test_the_digits_are_scikit_learns():
    from sklearn.datasets import load_digits

    witness = load_digits()
    x, labels = nn.digits()
    np.testing.assert_array_equal(x, witness.data)
    np.testing.assert_array_equal(labels, witness.target)
    assert x.dtype == float


def test_a_split_loses_nothing_and_keeps_rows_together():
    x, y = np.arange(22.0).reshape(11, 2), np.arange(11.0)
    parts = nn.split(x, y, 0.27, np.random.default_rng(0))
    assert [len(part) for part in parts] == [8, 8, 3, 3]
    assert sorted(np.concatenate([parts[1], parts[3]]).tolist()) == y.tolist()
    for rows, targets in (parts[:2], parts[2:]):
        np.testing.assert_array_equal(rows[:, 0], 2 * targets)


def test_a_split_takes_lists():
    x, y, _, _ = nn.split([[1.0], [2.0]], ["one", "two"], 0.5, np.random.default_rng(0))
    assert (x[0, 0], y[0]) in [(1, "one"), (2, "two")]


def test_a_split_refuses_what_does_not_fit():
    for y in (np.ones(3), 1.0, {"labels": 4}):
        with pytest.raises(ValueError, match=r"^split: x and y have the shapes \(4, 2\) and \((3,)?\), but need as many rows"):
            nn.split(np.ones((4, 2)), y, 0.5, np.random.default_rng(0))
    with pytest.raises(ValueError, match="^split: test_share is 20"):
        nn.split(np.ones((4, 2)), np.ones(4), 20, np.random.default_rng(0))
