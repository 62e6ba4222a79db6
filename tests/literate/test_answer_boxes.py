"""The answer box of an exercise stands between its statement and its hint, and carries what its solution begins with."""

from html.parser import HTMLParser

import markdown

PAGE = """# A page

## Exercises

### 1. Twice

Write `twice(x)`, for $x$.

<details class="tip" markdown>
<summary>Hint</summary>

Add.

</details>

<details class="success" markdown>
<summary>Solution</summary>

So:

```python
from exercises.a_neuron import check_twice


def twice(x):
    return x + x if x < 3 else "<&>"


print(check_twice(twice))
```

</details>

## Next
"""


class Reader(HTMLParser):
    """Keeps the names of elements in order, and the attributes of the box."""

    def __init__(self):
        super().__init__()
        self.order, self.box = [], {}

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.order.append(given.get("class") or tag)
        if given.get("class") == "answer":
            self.box = given


def read(text):
    reader = Reader()
    reader.feed(markdown.markdown(text, extensions=["md_in_html", "pymdownx.superfences", "literate.answer_boxes"]))
    return reader


def test_a_box_stands_before_the_hint_with_what_the_page_needs():
    reader = read(PAGE)
    order = reader.order
    assert order.index("h3") < order.index("answer") < order.index("tip") < order.index("success")
    assert order.count("answer") == 1
    assert reader.box == {
        "class": "answer",
        "data-widget": "exercises/exercises",
        "data-exercise": "a_neuron.check_twice",
        "data-number": "1",
        "data-module": "exercises.a_neuron",
        "data-checkers": "check_twice",
        "data-starter": "from exercises.a_neuron import check_twice\n\n\ndef twice(x):\n    ...\n\n\ncheck_twice(twice)",
    }


def test_a_page_without_exercises_has_no_box():
    assert "answer" not in read(PAGE.replace("## Exercises", "## Examples")).order
