"""A figure is the same file when it is drawn again, follows the page's colours, and shares no id with another."""

import base64
import io
import re
from xml.etree import ElementTree as ET

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from literate import figures


@pytest.fixture(autouse=True)
def style():
    with matplotlib.rc_context():
        figures.set_style()
        yield
        matplotlib.colormaps.unregister("signed")


def draw(slug="a-rise", end=2.0, label="ŷ & more", shade=0.0):
    figure = Figure()
    axes, image = figure.subplots(1, 2)
    axes.plot([0, 1], [1, end], "o--", markeredgecolor="white")
    axes.text(0, 1, label, bbox={"facecolor": "white"})
    axes.fill_between([0, 1], [1, 2], hatch="//")
    axes.set_title("$x^2$")
    image.imshow(np.array([[1, -1], [0.25 + shade, 0]]), cmap="signed")
    image.text(0, 0, "on a cell", color="white")
    return figures.draw(figure, slug)


def recompressed(pixels):
    file = io.BytesIO()
    Image.open(io.BytesIO(base64.b64decode(pixels))).save(file, "png", compress_level=1)
    new = base64.b64encode(file.getvalue()).decode()
    assert new != pixels
    return new


def test_a_figure_drawn_twice_is_the_same_to_the_byte():
    assert draw() == draw()


def test_a_figure_brings_no_prolog_size_style_sheet_or_comment_to_the_page():
    svg = draw()
    root = ET.fromstring(svg)
    assert svg.startswith("<svg ") and "<style" not in svg and "<!--" not in svg and "metadata" not in svg
    assert not {"width", "height"} & set(root.keys())
    assert root.get("viewBox") == "0 0 460.8 230.4"
    assert root.get("style") == "max-width: 614.4px; width: 100%; height: auto"  # 6.4 inches


def test_ink_is_the_colour_of_the_page():
    svg = draw()
    assert "#000000" not in svg and "black" not in svg
    assert ET.fromstring(svg).get("fill") == "currentColor"  # of text, which has none of its own
    assert "stroke: currentColor" in svg


def test_white_follows_the_page_behind_text_and_nowhere_else():
    white = [line for line in draw().split("\n") if "#ffffff" in line]
    boxes = [line for line in white if "var(--md-default-bg-color, #ffffff)" in line]
    kept = [line for line in white if line not in boxes]
    assert len(boxes) == 1 and boxes[0].startswith("<path")
    assert any("<use" in line for line in kept) and any("on a cell" in line for line in kept)


def test_text_is_live_and_in_the_font_of_the_page():
    svg = draw()
    assert ">ŷ &amp; more</text>" in svg
    assert "DejaVu" not in svg and "font-size: 10px" in svg


def test_the_shorthand_of_an_older_matplotlib_leaves_the_font_to_the_page_too():
    style = "font: 700 13px 'DejaVu Sans', 'Lucid', sans-serif; text-anchor: middle"
    plain = style.replace("700 13px", "7.5px")
    text = f'<svg xmlns="{figures.SVG}" width="1pt" height="1pt" version="1"><text style="{style}"/><text style="{plain}"/></svg>'
    styles = re.findall('<text style="([^"]*)"', figures.tidy(text, "a"))
    assert styles == ["font-size: 13px; font-weight: 700; text-anchor: middle", "font-size: 7.5px; text-anchor: middle"]


def test_ids_start_with_the_name_of_the_figure_and_every_one_is_used():
    svg = draw("b-fall")
    ids = re.findall(r' id="([^"]+)"', svg)
    used = set(re.findall(r"url\(#([^)]+)\)", svg)) | set(re.findall(r'href="#([^"]+)"', svg))
    assert ids and len(ids) == len(set(ids)) and set(ids) == used
    assert all(name.startswith("b-fall-") for name in ids)
    assert not set(ids) & set(re.findall(r' id="([^"]+)"', draw("a-rise")))


def test_coordinates_are_short():
    numbers = re.findall(r"-?\d+\.\d+", " ".join(re.findall(r' d="([^"]+)"', draw())))
    assert numbers and max(len(number.partition(".")[2]) for number in numbers) <= 2


def test_the_signed_map_is_centred_and_runs_from_blue_to_vermillion():
    signed = matplotlib.colormaps["signed"]
    ends = [matplotlib.colors.to_hex(signed(value)) for value in (0.0, 1.0)]
    assert ends == ["#0072b2", "#d55e00"]
    assert np.ptp(signed(0.5)[:3]) < 0.01


def test_rounding_is_no_difference_and_a_changed_number_is():
    assert figures.difference(draw(), draw()) is None
    assert figures.difference(draw(), draw(end=2.0 + 1e-5)) is None
    assert "<path" in figures.difference(draw(), draw(end=2.05))


@pytest.mark.parametrize("change", [{"label": "ŷ & less"}, {"shade": 0.05}, {"slug": "b"}])
def test_a_changed_label_pixel_or_name_is_a_difference(change):
    assert figures.difference(draw(), draw(**change)).startswith("was ")


def test_a_pixel_in_another_compression_is_no_difference():
    svg = draw()
    pixels = re.search(r"base64,([^\"]+)", svg)[1]
    assert figures.difference(svg, svg.replace(pixels, recompressed(pixels))) is None


def test_a_label_with_other_digits_is_a_difference():
    svg = draw(label="1.231")
    assert figures.difference(svg, svg.replace("1.231", "1.232"))


def test_a_missing_or_broken_element_is_a_difference():
    svg = draw()
    text = re.search(r"<text.*?</text>\n", svg)[0]
    assert figures.difference(svg, svg.replace(text, "", 1))
    assert "not an SVG" in figures.difference("nothing", svg)
