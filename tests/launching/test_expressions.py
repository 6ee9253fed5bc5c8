from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from physai_sim.core.errors import ConfigError
from physai_sim.launching.expressions import evaluate


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'a' == 'a'", "True"),
        ("'' != ''", "False"),
        ("1 + 2 * 3", "7"),
        ("7 // 2 - 3 % 2", "2"),
        ("-1.5 / 3", "-0.5"),
        ("'a' + 'b'", "ab"),
        ("'b' in ['a', 'b'] and not False", "True"),
        ("'' or '/tmp/x' and '/tmp/x/bag'", "/tmp/x/bag"),
        ("'policy' if 'true' in ['true', '1'] else ''", "policy"),
        ("1 < 2 <= 2", "True"),
        ("['/a', '/b'] or ['']", "['/a', '/b']"),
        ("None is None", "True"),
        (" 3 ", "3"),
    ],
)
def test_expressions_have_the_value_they_have_in_python(text, value):
    assert evaluate(text, where="") == value
    assert evaluate(text, where="") == str(eval(text.strip(), {"__builtins__": {}}))


@pytest.mark.parametrize(
    "text",
    [
        *("open('/etc/passwd')", "().__class__", "x", "__import__('os')", "lambda: 1"),
        *("[a for a in 'b']", "{1: 2}", "f'{1}'", "2 ** 99999", "1 << 99999", "b'a'", "'a'[0]"),
        *("", "1 +", "1 / 0", "'a' + 1", "'a' < 1", "'%999999999d' % 1", "(1, 2)", "a := 1"),
        *("'a' * 99999", "'a' * 100 * 1000", "(" * 900 + ")" * 900, "1" * 3000),
    ],
)
def test_anything_that_could_run_code_or_has_no_value_is_refused(text):
    with pytest.raises(ConfigError, match=r"^f:3: "):
        evaluate(text, where="f:3")


def test_the_refusal_says_what_is_not_understood():
    with pytest.raises(ConfigError, match=r"open\('x'\) is not understood: no calls"):
        evaluate("'a' == open('x')", where="f:3")


TOKENS = ["1", "2.5", "'a'", "''", "True", "x", "(", ")", "[", "]", ",", "+", "-", "*", "/", "//"]
TOKENS += [
    "%",
    "**",
    "<<",
    "==",
    "<",
    "in",
    "not",
    "and",
    "or",
    "if",
    "else",
    "is",
    "\\",
    ".",
    ":",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(TOKENS), max_size=30).map(" ".join)))
def test_any_text_has_a_value_or_is_refused(text):
    with suppress(ConfigError):
        assert isinstance(evaluate(text, where="f"), str)


@pytest.mark.parametrize("mark", ["-", "not ", "[", "1 if 1 else ", "1 + ", "1 == "])
def test_nesting_without_end_is_refused_or_has_a_value(mark):
    text = (mark * 2000)[:1999] + "1"
    with suppress(ConfigError):
        assert isinstance(evaluate(text, where="f"), str)
