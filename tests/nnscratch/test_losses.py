"""The losses: their values, their gradients, and what they refuse."""

import numpy as np
import pytest

import nnscratch as nn


@pytest.mark.parametrize("shape", [(5,), (5, 3)])
def test_it_is_the_mean_over_the_batch(shape):
    rng = np.random.default_rng(0)
    a, y = rng.standard_normal((2, *shape))
    assert nn.squared_error(a, y)[0] == pytest.approx(sum((a.flat[i] - y.flat[i]) ** 2 for i in range(a.size)) / 5)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
def test_a_dtype_is_kept(dtype):
    a = np.ones(3, dtype)
    loss, backward = nn.squared_error(a, 0 * a)
    assert loss.dtype == backward(1.0)[0].dtype == backward(np.float64(1.0))[0].dtype == dtype


def test_it_does_not_broadcast():
    with pytest.raises(ValueError, match=r"^squared_error: y has shape \(3,\), but needs \(3, 1\), that of a$"):
        nn.squared_error(np.ones((3, 1)), np.ones(3))


@pytest.mark.parametrize("shape", [(), (0,), (0, 3)])
def test_the_mean_of_nothing_is_refused(shape):
    with pytest.raises(ValueError, match="^squared_error: a has shape .*, but needs at least one example$"):
        nn.squared_error(np.ones(shape), np.ones(shape))


def test_integers_and_a_gradient_that_is_no_scalar_are_refused():
    with pytest.raises(TypeError, match="^squared_error: y has dtype int64"):
        nn.squared_error(np.ones(2), np.arange(2))
    with pytest.raises(ValueError, match=r"^squared_error backward: dL has shape \(2,\), but needs \(\)"):
        nn.squared_error(np.ones(2), np.ones(2))[1](np.ones(2))


def logits(*shape, seed=0):
    return 3 * np.random.default_rng(seed).standard_normal(shape)


def targets(*shape, seed=1):
    return nn.softmax(logits(*shape, seed=seed))[0]


def test_softmax_is_its_formula():
    z = logits(7, 5)
    p, _ = nn.softmax(z)
    np.testing.assert_allclose(p, [[np.exp(c) / np.exp(row).sum() for c in row] for row in z], rtol=1e-14)
    np.testing.assert_allclose(p.sum(axis=1), np.ones(7), rtol=1e-15)


def test_a_shift_of_all_logits_changes_nothing():
    z, shift = logits(7, 5), logits(7, 1)
    np.testing.assert_allclose(nn.softmax(z + shift)[0], nn.softmax(z)[0], rtol=1e-14)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
def test_the_largest_logits_of_a_dtype_are_safe(dtype):
    top = np.finfo(dtype).max / 2
    z = np.array([[top, -top, 0], [-top, -top, -top], [top, top, -top]], dtype)
    p, backward = nn.softmax(z)
    np.testing.assert_allclose(p, np.array([[1, 0, 0], [1 / 3] * 3, [0.5, 0.5, 0]]), rtol=1e-3)
    assert np.isfinite(backward(np.ones_like(z))[0]).all()
    L, backward = nn.cross_entropy(z, nn.one_hot(np.array([0, 1, 1]), 3, dtype))
    assert L == pytest.approx((np.log(3) + np.log(2)) / 3, rel=1e-3)
    assert np.isfinite(backward(1.0)[0]).all()
    L, backward = nn.binary_cross_entropy(z[0], np.array([1, 0, 0.5], dtype))
    assert L == pytest.approx(np.log(2) / 3, rel=1e-3)
    assert np.isfinite(backward(1.0)[0]).all()


def test_a_logit_that_is_not_a_number_stays_in_its_row_and_shows_in_the_loss():
    z, y = logits(7, 5), targets(7, 5)
    z[2, 3] = np.nan
    for rows in (nn.softmax(z)[0], nn.cross_entropy(z, y)[1](1.0)[0]):
        np.testing.assert_array_equal(np.isnan(rows).all(axis=1), np.arange(7) == 2)
        assert np.isnan(rows).sum() == 5
    assert np.isnan(nn.cross_entropy(z, y)[0]) and np.isnan(nn.binary_cross_entropy(z[:, 3], y[:, 3])[0])


def test_a_column_does_not_broadcast_against_a_row():
    for z, y in ((np.ones((3, 1)), np.ones(3)), (np.ones(3), np.ones((3, 1)))):
        with pytest.raises(ValueError, match=r"^binary_cross_entropy: [zy] has shape \(3, 1\), but needs \(N,\)"):
            nn.binary_cross_entropy(z, y)


def test_a_class_that_is_ruled_out_by_minus_infinity_has_no_share():
    np.testing.assert_array_equal(nn.softmax(np.array([[0.0, -np.inf, 0.0]]))[0], [[0.5, 0, 0.5]])


def test_cross_entropy_is_the_mean_over_the_batch_of_what_softmax_gives():
    z, y = logits(7, 5), targets(7, 5)
    p, _ = nn.softmax(z)
    L, backward = nn.cross_entropy(z, y)
    assert L == pytest.approx(-(y * np.log(p)).sum() / 7, rel=1e-14)
    np.testing.assert_allclose(backward(3.0)[0], 3 * (p - y) / 7, rtol=1e-13, atol=1e-16)


def test_the_fused_gradient_is_the_one_through_softmax():
    z, y = logits(7, 5), targets(7, 5)
    p, backward = nn.softmax(z)
    np.testing.assert_allclose(nn.cross_entropy(z, y)[1](1.0)[0], backward(-y / p / 7)[0], rtol=1e-12, atol=1e-15)


def test_a_sure_and_right_answer_keeps_the_digits_of_its_loss():
    """log p would be 0 here, and the fused sum is e^-30 to all digits but those of 1 + e^-30."""
    L, _ = nn.binary_cross_entropy(np.array([30.0, -30.0]), np.array([1.0, 0.0]))
    assert L == pytest.approx(np.exp(-30), rel=1e-12)
    assert 0 <= nn.cross_entropy(np.array([[30.0, 0.0]]), np.array([[1.0, 0.0]]))[0] < 1e-12


def test_two_classes_are_the_sigmoid_of_the_difference():
    z = logits(7, 2)
    difference, y = z[:, 1] - z[:, 0], np.random.default_rng(2).integers(0, 2, 7)
    np.testing.assert_allclose(nn.softmax(z)[0][:, 1], nn.sigmoid(difference), rtol=1e-14)
    L, backward = nn.cross_entropy(z, nn.one_hot(y, 2))
    one, one_backward = nn.binary_cross_entropy(difference, y.astype(float))
    assert L == pytest.approx(one, rel=1e-14)
    np.testing.assert_allclose(backward(1.0)[0][:, 1], one_backward(1.0)[0], rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
def test_the_dtype_of_the_logits_is_kept_whatever_that_of_the_targets(dtype):
    z, y = logits(7, 5).astype(dtype), targets(7, 5)
    p, backward = nn.softmax(z)
    assert p.dtype == backward(p)[0].dtype == dtype
    for L, backward in (nn.cross_entropy(z, y), nn.binary_cross_entropy(z[:, 0], y[:, 0])):
        assert L.dtype == backward(1.0)[0].dtype == backward(np.float64(1.0))[0].dtype == dtype
    assert nn.smooth(y.astype(dtype), 0.1).dtype == dtype
    assert nn.one_hot(np.arange(3), 3, dtype).dtype == dtype
    assert nn.one_hot(np.arange(3), 3).dtype == float


def test_nothing_that_is_given_is_changed_and_backward_may_be_called_twice():
    z, y = logits(7, 5), targets(7, 5)
    kept = z.copy(), y.copy()
    for _, backward in (nn.cross_entropy(z, y), nn.binary_cross_entropy(z[:, 0], y[:, 0])):
        np.testing.assert_array_equal(backward(1.0)[0], backward(1.0)[0])
    np.testing.assert_array_equal(z, kept[0])
    np.testing.assert_array_equal(y, kept[1])


@pytest.mark.parametrize("dtype", [np.uint8, np.int64])
def test_one_hot_has_a_one_in_the_place_of_the_label(dtype):
    labels = np.array([2, 0, 4, 2], dtype)
    y = nn.one_hot(labels, 5)
    assert y.shape == (4, 5) and (y.argmax(axis=1) == labels).all() and (y.sum(axis=1) == 1).all()
    assert nn.one_hot(labels[:0], 5).shape == (0, 5)


@pytest.mark.parametrize("labels", [[-1, 0], [0, 3]])
def test_a_label_out_of_range_is_refused(labels):
    with pytest.raises(ValueError, match="^one_hot: labels has -?[13], but needs labels from 0 to 2$"):
        nn.one_hot(np.array(labels), 3)


def test_labels_that_are_no_list_of_whole_numbers_are_refused():
    with pytest.raises(TypeError, match="^one_hot: labels has dtype float64, but needs integers"):
        nn.one_hot(np.ones(3), 3)
    with pytest.raises(ValueError, match=r"^one_hot: labels has shape \(3, 1\), but needs \(N,\)$"):
        nn.one_hot(np.ones((3, 1), int), 3)
    with pytest.raises(ValueError, match="^one_hot: C is 0"):
        nn.one_hot(np.array([0]), 0)


def test_smoothing_spreads_its_amount_over_all_classes():
    y = nn.one_hot(np.array([1, 0]), 5)
    np.testing.assert_allclose(nn.smooth(y, 0.1), np.where(y == 1, 0.92, 0.02))
    np.testing.assert_array_equal(nn.smooth(y, 0), y)
    np.testing.assert_allclose(nn.smooth(y, 1), np.full((2, 5), 0.2))
    with pytest.raises(ValueError, match="^smooth: amount is 1.5"):
        nn.smooth(y, 1.5)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (np.ones((3, 2)), "y has a row that sums to 2.0, but needs rows that sum to 1"),
        (np.array([[1.0, 0], [0.2, 0.7], [0, 1]]), "y has a row that sums to 0.8999999"),
        (np.array([[1.0, 0], [-0.1, 1.1], [0, 1]]), "y has entries from -0.1 to 1.1, but needs probabilities"),
        (np.full((3, 2), np.nan), "y has entries from nan to nan, but needs probabilities"),
        (np.ones((2, 2)) / 2, "y has shape (2, 2), but needs (N, C) with N = 3, C = 2"),
        (np.ones(3), "y has shape (3,), but needs one_hot(y, C)"),
        (np.array([0, 1, 0]), "y has shape (3,), but needs one_hot(y, C)"),
        (np.ones((3, 1)), "y has shape (3, 1), but needs (N, C) with N = 3, C = 2"),
    ],
)
def test_targets_that_are_no_probabilities_of_these_classes_are_refused(y, message):
    with pytest.raises(ValueError) as refused:
        nn.cross_entropy(np.ones((3, 2)), y)
    assert str(refused.value).startswith(f"cross_entropy: {message}")


def test_labels_for_targets_are_refused():
    with pytest.raises(TypeError, match="^cross_entropy: y has dtype int64"):
        nn.cross_entropy(np.ones((3, 2)), np.eye(2, dtype=int)[[0, 1, 0]])
    with pytest.raises(TypeError, match="^binary_cross_entropy: y has dtype int64"):
        nn.binary_cross_entropy(np.ones(3), np.array([0, 1, 0]))
    with pytest.raises(ValueError, match="^binary_cross_entropy: y has entries from 0.0 to 2.0, but needs prob"):
        nn.binary_cross_entropy(np.ones(3), np.array([0.0, 1, 2]))


@pytest.mark.parametrize("shape", [(0, 2), (3, 0)])
def test_no_examples_and_no_classes_are_refused(shape):
    with pytest.raises(ValueError, match="^cross_entropy: y has "):
        nn.cross_entropy(np.ones(shape), np.ones(shape))
    with pytest.raises(ValueError, match="^binary_cross_entropy: y has shape "):
        nn.binary_cross_entropy(np.ones(0), np.ones(0))
    with pytest.raises(ValueError, match="^softmax: C is 0"):
        nn.softmax(np.ones((3, 0)))
    assert nn.softmax(np.ones((0, 2)))[0].shape == (0, 2)


def test_upstream_gradients_of_another_shape_are_refused():
    with pytest.raises(
        ValueError, match=r"^softmax backward: dp has shape \(2,\), but needs \(N, C\) with N = 3, C = 2"
    ):
        nn.softmax(np.ones((3, 2)))[1](np.ones(2))
    with pytest.raises(ValueError, match=r"^cross_entropy backward: dL has shape \(2,\), but needs \(\)"):
        nn.cross_entropy(np.ones((3, 2)), targets(3, 2))[1](np.ones(2))
    with pytest.raises(ValueError, match=r"^binary_cross_entropy backward: dL has shape \(2,\), but needs \(\)"):
        nn.binary_cross_entropy(np.ones(3), np.ones(3))[1](np.ones(2))


def test_the_gradient_is_that_of_the_diagonal_and_of_all_that_stands_beside_it():
    """The mistake that a gradient of ones does not show: p (1 - p) dp, without what the other classes owe."""
    rng, z = np.random.default_rng(3), logits(7, 5)

    def diagonal(z):
        p, _ = nn.softmax(z)
        return p, lambda dp: (p * (1 - p) * dp,)

    assert nn.check_backward(nn.softmax, z, rng=rng) < 1e-6
    with pytest.raises(AssertionError, match="the gradient of argument 0"):
        nn.check_backward(diagonal, z, rng=rng)
