"""The browser of the tests, and the sizes of the screens that pages are read on."""

from literate.chromium import CHROME, FLAGS

__all__ = ["CHROME", "FLAGS", "LAPTOP", "PHONE"]
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
