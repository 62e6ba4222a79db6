"""Each figure to play with keeps the contract of live/explorables/kit.js: a still, a question, an answer, a name."""

import re

import pytest
from figures import ELEMENT, ROOT, all_elements, elements

FIGURES = ROOT / "live/explorables"
BODY = re.compile(
    r"\n(?P<question>Predict: (?:.+\n)+)"
    r"\n(?P<answers>(?:- .+\n){2,})"
    r'\n<details class="question" markdown>\n<summary>[^<]+</summary>\n\n(?P<reason>.+?)\n\n</details>\n'
    r"\n!\[.+\]\((?P<still>figures/[\w-]+\.svg)\).*\n"
    r"\n/// figure-caption\n\*\*.+?\n///\n\n\Z",
    re.DOTALL,
)


def faults(element):
    """What the figure lacks of the contract."""
    attributes, body = element.attributes, BODY.match(element.body)
    widget = attributes.get("widget", "")
    module = FIGURES / f"{widget.removeprefix('explorables/')}.js"
    if not module.exists() or f'explore("{widget}"' not in module.read_text(encoding="utf-8"):
        yield f"no module explores {widget!r}"
    if not element.name:
        yield "it has no name"
    if not body:
        yield "it is not a question, answers, their reason, a still and its caption, in this order"
        return
    if attributes.get("right") not in [str(n + 1) for n in range(body["answers"].count("\n- ") + 1)]:
        yield "no answer is the right one"
    if not (element.page.parent / body["still"]).exists():
        yield f"there is no {body['still']}"


def test_each_figure_keeps_the_contract():
    found = [f"{one.page.name}, {one.name}: {fault}" for one in all_elements() for fault in faults(one)]
    assert found == []


def test_each_module_has_one_place_in_the_book_and_each_name_is_its_own():
    found = all_elements()
    placed = sorted(one.attributes["widget"] for one in found)
    modules = [f"explorables/{path.stem}" for path in FIGURES.glob("*.js") if "\nexplore(" in path.read_text(encoding="utf-8")]
    assert placed == sorted(modules)
    assert len({one.name for one in found}) == len(found) >= 6


def test_every_element_of_a_widget_is_read_here():
    """So that a figure whose tag is written otherwise is not passed over."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").rglob("*.md"))]
    marked = sum(text.count('data-widget="explorables/') for text in texts)
    assert marked == len(all_elements())


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("Predict: ", "", "in this order"),
        ("- ", "", "in this order"),
        ("\n![", "\n[", "in this order"),
        ("\n**", "\n", "in this order"),
        ('data-right="', 'data-right="9', "right one"),
        ('data-name="', 'data-title="', "no name"),
        ('data-widget="explorables/', 'data-widget="explorables/no-', "no module"),
        ("(figures/", "(figures/no-", "there is no"),
    ],
)
def test_what_is_missing_is_found(right, wrong, fault):
    path = ROOT / "docs/part-1/06-leaky-relu.md"
    (whole,) = (found[0] for found in ELEMENT.finditer(path.read_text(encoding="utf-8")))
    (element,) = elements(path, whole.replace(right, wrong))
    assert fault in " ".join(faults(element))
