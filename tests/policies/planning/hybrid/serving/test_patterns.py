"""Patterns that are met anywhere, as ones of the whole text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.planning.hybrid.serving.patterns import whole

PATTERNS = [
    "a",
    "^a",
    "a$",
    "^a$",
    "^a$|^b$",
    "^a|b$",
    "(a|b)c",
    "[|^]",
    "a\\|b",
    "/",
    "\\/a",
    "a\\$",
]
TEXTS = st.text(alphabet="abc|^/$\n", max_size=5)


@given(st.sampled_from(PATTERNS), TEXTS)
def test_it_is_met_by_the_same_texts(pattern, text):
    within = whole(pattern)
    assert not re.search(r"(?<!\\)/", within)
    # Python's `$` is met before a last line break too, where a schema's is not.
    expected = re.search(re.sub(r"(?<!\\)\$", r"\\Z", pattern), text)
    assert bool(re.fullmatch(within, text)) == bool(expected)


@pytest.mark.parametrize("pattern", ["\n", "a\nb"])
def test_line_breaks_are_written(pattern):
    assert "\n" not in whole(pattern)
    assert re.fullmatch(whole(pattern), pattern)
