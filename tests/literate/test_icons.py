"""The icons and the cards: drawn from the sign, as the committed files are."""

import io

import numpy as np
import pytest
from PIL import Image

from literate import card as cards
from literate.icons import ASSETS, FAVICON, FILES, read


def pixels(data, size=None):
    image = Image.open(io.BytesIO(data))
    if size:
        image.size = (size, size)
    return np.asarray(image.convert("RGBA"), dtype=float)


def test_the_sign_is_read_from_its_file():
    sign = read()
    assert ((5.5, 12.0), (pytest.approx(10.2), 12.0)) in sign.lines and ((18.8, 12.0), (22.0, 12.0)) in sign.lines
    assert len(sign.lines) == 4 and sum(filled for *_, filled in sign.circles) == 3


@pytest.mark.parametrize("name", FILES)
def test_an_icon_is_what_its_code_draws(name):
    sizes = FAVICON if name.endswith(".ico") else [None]
    for size in sizes:
        drawn, kept = pixels(FILES[name](), size), pixels((ASSETS / name).read_bytes(), size)
        assert drawn.shape == kept.shape and abs(drawn - kept).max() <= 2


def test_a_card_has_the_size_that_is_announced_and_room_for_its_title():
    drawn = pixels(cards.card("Overfitting and regularisation", "nnscratch", "Part II"))
    assert drawn.shape[:2] == cards.CARD_SIZE[::-1]
    ink = (drawn[..., :3] > 200).all(axis=2)  # the title alone is as bright
    columns = np.flatnonzero(ink.any(axis=0))
    assert cards.MARGIN - 8 <= columns.min() and columns.max() <= cards.MARGIN + cards.ROOM


def test_a_longer_title_is_set_smaller():
    _, axes = cards.canvas(*cards.CARD_SIZE, cards.PAPER)
    size, lines = cards._fitted(axes, "The derivative of Leaky ReLU, once more with initialisation")
    assert size < cards._fitted(axes, "Learning")[0] and len(lines) <= 3
