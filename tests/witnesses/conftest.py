"""Lets the asserts of the witnesses show their values, as those of a test do."""

import pytest

pytest.register_assert_rewrite("differences")
