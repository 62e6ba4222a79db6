"""Pictures of one's own: the mean of what each pixel covers, and digits that lie as those of MNIST do."""

import numpy as np
import pytest

import nnscratch as nn
from nnscratch.pictures import shrinking

STROKE = np.zeros((28, 28), np.uint8)  # a box of 20 x 13 around its ink, which is heavier above
STROKE[4:24, 10] = 255
STROKE[4:7, 10:23] = 255


@pytest.mark.parametrize(("n", "m"), [(6, 3), (7, 3), (3, 7), (5, 5), (1, 4), (4, 1), (20, 19)])
def test_each_pixel_is_the_mean_of_what_it_covers(n, m):
    S = shrinking(n, m)
    assert S.shape == (m, n)
    np.testing.assert_allclose(S.sum(axis=1), 1)
    np.testing.assert_allclose(S.sum(axis=0), m / n)
    x = np.random.default_rng(0).standard_normal(n)
    fine = np.repeat(x, m)  # n m pixels, of which each new one covers n
    np.testing.assert_allclose(S @ x, fine.reshape(m, n).mean(axis=1), atol=1e-12)


@pytest.mark.parametrize("factor", [1, 2, 5])
@pytest.mark.parametrize("make", [lambda x: x, lambda x: 255 - x, lambda x: x / 255, lambda x: 7 - x / 100.0])
def test_the_size_the_place_and_the_grey_of_a_picture_do_not_matter(factor, make):
    first = nn.like_mnist(STROKE)
    picture = np.kron(np.pad(STROKE, ((31, 2), (1, 17))), np.ones((factor, factor)))
    np.testing.assert_array_equal(nn.like_mnist(make(picture)), first)
    assert first.shape == (28, 28) and first.dtype == np.uint8 and first.max() == 255


@pytest.mark.parametrize("shape", [(90, 40), (40, 90), (300, 7), (3, 3)])
def test_the_digit_lies_as_those_of_mnist_do(shape):
    picture = np.zeros((400, 400))
    picture[50 : 50 + shape[0], 60 : 60 + shape[1]] = np.random.default_rng(1).uniform(100, 200, shape)
    image = nn.like_mnist(picture).astype(float)
    rows, columns = image.sum(axis=1), image.sum(axis=0)
    assert max((rows > 0).sum(), (columns > 0).sum()) == 20
    for sums in (rows, columns):
        assert abs(sums @ np.arange(28) / sums.sum() - 14) <= 0.51


def test_noise_of_the_paper_is_no_ink():
    noise = np.random.default_rng(2).uniform(0, 40, STROKE.shape)
    quiet, noisy = nn.like_mnist(STROKE), nn.like_mnist(np.maximum(STROKE, noise))
    assert np.abs(quiet.astype(float) - noisy).max() < 30
    assert (nn.like_mnist(STROKE + 3.0 * (noise > 20)) > 0).sum() == (quiet > 0).sum()


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        (np.zeros((28, 28, 3)), r"picture has shape \(28, 28, 3\), but needs \(height, width\)"),
        (np.zeros((0, 28)), r"picture has shape \(0, 28\), but needs \(height, width\)"),
        (np.full((28, 28), 9.0), "picture is all of one grey, but needs a digit"),
        (np.array([[0.0, np.nan]]), r"picture is nan at index \(0, 1\)"),
    ],
)
def test_what_is_no_picture_of_a_digit_is_refused(picture, message):
    with pytest.raises(ValueError, match=f"^like_mnist: {message}"):
        nn.like_mnist(picture)


@pytest.mark.parametrize("picture", ["digit.png", np.array([["a"]]), np.ones((2, 2)) + 1j, None])
def test_what_is_not_of_numbers_is_refused(picture):
    with pytest.raises(TypeError, match="^like_mnist: picture has dtype .*, but needs real numbers$"):
        nn.like_mnist(picture)
