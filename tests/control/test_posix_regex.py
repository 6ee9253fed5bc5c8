"""POSIX patterns: as another engine understands them, and never slowly."""

import contextlib
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physai_sim.control.posix_pattern import LONGEST
from physai_sim.control.posix_regex import PosixRegex
from physai_sim.core.errors import ConfigError

TEXTS = ("", "a", "b", "ab", "ba", "abab", "cube_1", "cube_12", "table", "a.b", "A-b", "]", "a|b")


@pytest.mark.parametrize(
    "pattern",
    [
        *("", "a", "^a", "a$", "^ab$", "^$", "a*b", "^(ab)+$", "^a?b$", ".", "^.$", r"a\.b"),
        *("cube_[0-9]", "^cube_[0-9]{2}$", "^[^a-z]+$", "a|b", "^(a|b)*$", "^(a|b){4}$"),
        *("^a{0}b?$", "(cube|table)", "^c.*2$", "[a-]", r"\]", "^(a|ab)(a|ba)*b?$", "x|", "(|a)b"),
        *(
            "^(a{1,2}b{1,2}){2}$",
            "(^a)",
            "(b$)",
            "^(a*)*$",
            "^(a*|b)*$",
            r"a\|b",
            "[.]",
            "^[a-cA]",
        ),
        *("[.]", "(a{2,3}){0,2}b", "b{2,}", "^.{3,}$", "((a))"),
    ],
)
def test_it_agrees_with_pythons_engine(pattern):
    ours, theirs = PosixRegex(pattern), re.compile(pattern)
    found = {text: ours.search(text) for text in TEXTS}
    assert found == {text: theirs.search(text) is not None for text in TEXTS}


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("^[[:alpha:]_]+$", "cube_a", True),
        ("^[[:alpha:]_]+$", "cube_1", False),
        ("^[[:digit:][:upper:]]+$", "A1", True),
        ("[[:space:]]", "a b", True),
        ("^[]a]+$", "a]", True),
        ("^[^]]$", "]", False),
    ],
)
def test_it_knows_what_python_lacks(pattern, text, matches):
    assert PosixRegex(pattern).search(text) is matches


pieces = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "^", "$"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{0,2}"])).map(
            lambda two: f"({two[0]}){two[1]}"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(pieces, st.text("abc", max_size=8))
def test_any_pattern_agrees_with_pythons_engine(pattern, text):
    assert PosixRegex(pattern).search(text) is (re.search(pattern, text) is not None)


@pytest.mark.parametrize(
    "pattern", ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*)*(.*)*(.*)*b$", "^(a?){60}a{60}$"]
)
def test_patterns_that_keep_others_busy_are_quick(pattern):
    begin = time.monotonic()
    PosixRegex(pattern).search("a" * 63 + "!")
    assert time.monotonic() - begin < 2.0


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a", r"unmatched '\('"),
        ("a)", r"unmatched '\)'"),
        ("[a", r"unmatched '\['"),
        ("[[:colour:]]", "unknown class"),
        ("[b-a]", "wrong way round"),
        ("*a", "nothing to repeat"),
        ("a{", "interval must be"),
        ("a{x}", "interval must be"),
        ("a{3,2}", "must rise"),
        ("a{256}", "end by 255"),
        ("((a{99}){99}){99}", "repeats too much"),
        (r"\d", "backslash"),
        ("a\\", "backslash"),
        ("a" * (LONGEST + 1), "too long"),
    ],
)
def test_what_is_no_pattern_is_refused(pattern, text):
    with pytest.raises(ConfigError, match=text):
        PosixRegex(pattern)


@settings(max_examples=300, deadline=None)
@given(st.text("ab()[]{}*+?|^$.\\-:,1029", max_size=40))
def test_noise_is_compiled_or_refused(pattern):
    with contextlib.suppress(ConfigError):
        PosixRegex(pattern).search("abab")
