from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from physai_sim.core.errors import ConfigError
from physai_sim.launching.templates import Call, parse_template


def parts(text):
    return parse_template(text, where="f:1").parts


def shown(part):
    """A substitution as nested tuples, which read better than templates."""
    if isinstance(part, str):
        return part
    return (part.name, *("".join(map(str, map(shown, a.parts))) for a in part.arguments))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("plain text", ["plain text"]),
        ("a $ b$c $$", ["a $ b$c $$"]),
        ("$(dirname)/x", [("dirname",), "/x"]),
        ("$(var a)-$(var b)", [("var", "a"), "-", ("var", "b")]),
        ("$(env A b)", [("env", "A", "b")]),
        ("$(env A 'b  c')", [("env", "A", "b  c")]),
        ('$(env A "it\'s")', [("env", "A", "it's")]),
        ("$(env A '')", [("env", "A", "")]),
        (r"\$(var a)", ["$(var a)"]),
        (r"a\\b", [r"a\b"]),
        (r"$(env A b\)c)", [("env", "A", "b)c")]),
    ],
)
def test_texts_and_substitutions_are_told_apart(text, expected):
    assert [shown(part) for part in parts(text)] == expected


def test_substitutions_nest_within_arguments_and_within_quotation_marks():
    [outer] = parts("$(var $(env A x)_b)")
    assert outer.arguments[0].parts == (outer.arguments[0].parts[0], "_b")
    assert outer.arguments[0].parts[0].name == "env"
    [evaluated] = parts("""$(eval "'$(var a)' == 'b c'")""")
    assert [p if isinstance(p, str) else p.name for p in evaluated.arguments[0].parts] == [
        "'",
        "var",
        "' == 'b c'",
    ]


def test_a_template_without_substitutions_is_plain():
    assert parse_template("a b", where="").plain == "a b"
    assert parse_template("a $(dirname)", where="").plain is None
    assert isinstance(parts("$(dirname)")[0], Call)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("$(var a", "lacks its ')'"),
        ("$(var 'a)", 'lacks its "\'"'),
        ("$()", "has no name"),
        ("$(1x)", "has no name"),
        ("$(var  a)", "empty argument"),
        ("$(var a )", "empty argument"),
        ("$(var (a))", "empty argument"),
        ('$(var a"b)', "lacks its ')'"),
        ("$(eval 3 * $(var b)", "lacks its ')'"),
        ("$(a " * 30, "nest more than 20 deep"),
    ],
)
def test_what_is_malformed_is_refused_with_its_place(text, says):
    with pytest.raises(ConfigError) as caught:
        parts(text)
    assert says in str(caught.value)
    assert str(caught.value).startswith("f:1: character ")


@given(st.text(alphabet="$()'\"\\ abv1-_\n"))
def test_any_text_is_parsed_or_refused(text):
    with suppress(ConfigError):
        assert parse_template(text, where="f").where == "f"


@given(st.text().filter(lambda text: "$(" not in text and "\\" not in text))
def test_a_text_without_substitutions_and_backslashes_stays_as_it_is(text):
    assert parse_template(text, where="f").plain == text
