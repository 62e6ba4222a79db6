"""A page asks at once for the faces that it is set in, and for no others."""

import pytest

from literate.faces import FILES, MARKS, faces
from literate.fonts import ASSETS


def test_each_face_is_a_file_of_the_book():
    assert all((ASSETS.parent / FILES[face]).is_file() for face in MARKS)


@pytest.mark.parametrize(
    ("html", "more"),
    [
        ("<p>words</p>", []),
        ("<p><em>words</em></p>", ["fonts/InterVariable-Italic"]),
        ("<p><code>x</code></p>", ["fonts/JetBrainsMonoNL-Regular"]),
        ('<span class="katex"><span class="mord mathnormal">x</span></span>', ["katex/fonts/KaTeX_Main-Regular", "katex/fonts/KaTeX_Math-Italic"]),
    ],
)
def test_what_stands_in_a_page_names_its_faces(html, more):
    assert faces(html) == [f"assets/{face}-cut.woff2" for face in ("fonts/InterVariable", *more)]
