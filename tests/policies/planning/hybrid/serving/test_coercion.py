"""Texts as values of a schema."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.planning.hybrid.serving.coercion import coerce


@pytest.mark.parametrize(
    ("text", "schema", "value"),
    [
        ("5", {"type": "integer"}, 5),
        ("5.0", {"type": "integer"}, 5),
        ("5", {"type": "string"}, "5"),
        (" 5 ", {"type": "string"}, " 5 "),
        ("2.5", {"type": "number"}, 2.5),
        ("True", {"type": "boolean"}, True),
        ("null", {"type": ["string", "null"]}, None),
        ("nil", {"type": ["string", "null"]}, "nil"),
        ('{"a": [1]}', {"type": "object"}, {"a": [1]}),
        ("[1, 2]", {"$ref": "#/$defs/l", "$defs": {"l": {"type": "array"}}}, [1, 2]),
        ("7", {"anyOf": [{"type": "string"}, {"type": "integer"}]}, 7),
        ("2", {"enum": [1, 2]}, 2),
        ("5", {}, "5"),
        ("blue", {"type": "string", "enum": ["red", "blue"]}, "blue"),
        ("null", {"enum": ["a", None]}, None),
        ("x", {"const": "x"}, "x"),
        ('{ "a":1 }', {"const": {"a": 1}}, {"a": 1}),
        ("10000000000000000000000", {"enum": [1e22]}, 1e22),
        ('"x"', {"type": ["string", "integer"]}, '"x"'),
        ("[1]", {"items": {"type": "integer"}}, [1]),
        ("[1]", {"allOf": [{"type": "array"}]}, [1]),
    ],
)
def test_a_text_becomes_what_its_schema_asks(text, schema, value):
    got, met = coerce(text, schema)
    assert met
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x", "integer"),
        ("1.5", "integer"),
        ("true", "integer"),
        ("1", "boolean"),
        ("NaN", "number"),
        ("1e999", "number"),
        ("[1]", "object"),
        ("[" * 9000, "array"),
        ("[1e999]", "array"),
        ('["\\ud800"]', "array"),
        ('{"a": NaN}', "object"),
    ],
)
def test_what_does_not_fit_stays_text_and_is_named(text, kind):
    assert coerce(text, {"type": kind}) == (text, False)


def test_what_is_not_listed_is_named():
    for schema in ({"enum": ["red"]}, {"type": "string", "enum": ["red"]}, {"const": 2}):
        assert coerce("green", schema) == ("green", False)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["type", "anyOf", "oneOf", "enum", "const", "$ref"]),
    st.sampled_from([None, True, 5, "#/$defs/x", "integer", {"a": 1}, [[]], [5], [{"type": 5}]]),
    st.sampled_from(["5", "x", "[1]", "null"]),
)
def test_a_schema_that_is_none_leaves_a_text_and_no_fault(key, value, text):
    schema = {key: value, "$defs": {"x": {"$ref": "#/$defs/x"}}}
    found, _ = coerce(text, schema, schema)
    assert found in (text, 5, [1], None)
