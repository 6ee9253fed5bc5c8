"""What a value may be, through references, choices and lists of types."""

import pytest

from policies.planning.hybrid.serving.alternatives import (
    MOST,
    alternatives,
    kind_of,
    members_of,
    target,
)

ROOT = {
    "$defs": {
        "colour": {"enum": ["red", "blue"]},
        "a/b": {"type": "integer"},
        "loop": {"$ref": "#/$defs/loop"},
    }
}


def kinds(schema):
    return [kind_of(leaf) for leaf in alternatives(schema, ROOT)]


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        ({"type": "string"}, ["string"]),
        ({"type": ["string", "null"]}, ["string", "null"]),
        (
            {"anyOf": [{"type": "string"}, {"type": ["integer", "null"]}]},
            ["string", "integer", "null"],
        ),
        ({"oneOf": [{"$ref": "#/$defs/a~1b"}, {"properties": {}}]}, ["integer", "object"]),
        ({"allOf": [{"$ref": "#/$defs/a~1b"}]}, ["integer"]),
        ({"allOf": [{"type": "integer"}, {"minimum": 3}]}, ["integer"]),
        ({"items": {}}, ["array"]),
        ({}, [None]),
        (True, [None]),
        ({"$ref": "#/$defs/loop"}, [None]),
        ({"$ref": "elsewhere.json"}, [None]),
    ],
)
def test_types(schema, found):
    assert kinds(schema) == found


def test_values_that_are_listed():
    (leaf,) = alternatives({"$ref": "#/$defs/colour"}, ROOT)
    assert members_of(leaf) == ["red", "blue"]
    assert members_of({"const": None}) == [None]
    assert members_of({"enum": 3}) is None
    assert members_of({}) is None


def test_what_stands_beside_a_reference_or_a_choice_holds_too():
    (leaf,) = alternatives({"$ref": "#/$defs/a~1b", "minimum": 2}, ROOT)
    assert leaf == {"type": "integer", "minimum": 2}
    each = alternatives({"anyOf": [{"type": "string"}, {}], "maxLength": 3}, ROOT)
    assert each == [{"type": "string", "maxLength": 3}, {"maxLength": 3}]


def test_choices_of_references_to_each_other_do_not_multiply():
    names = [f"d{n}" for n in range(40)]
    each = {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in names]}
    root = {"$defs": dict.fromkeys(names, each) | {"d0": {"type": "integer"}}}
    assert [kind_of(leaf) for leaf in alternatives(each, root)] == ["integer"]


def test_there_is_an_end_to_them():
    many = {"anyOf": [{"const": n} for n in range(MOST + 9)]}
    assert len(alternatives(many, {})) == MOST
    deep = {}
    for _ in range(5000):
        deep = {"anyOf": [deep]}
    assert alternatives(deep, {}) == [{}]


def test_what_must_hold_besides_is_kept():
    both = {"allOf": [{"type": "string", "minLength": 2}, {"maxLength": 3}]}
    (leaf,) = alternatives(both, {})
    assert leaf == both
    assert kind_of(leaf) == "string"
    assert members_of({"allOf": [{}, {"enum": [1]}]}) == [1]


def test_pointers():
    assert target("#/$defs/a~1b", ROOT) == {"type": "integer"}
    assert target("#", ROOT) is ROOT
    assert target("#/$defs/none", ROOT) == {}
    assert target("http://x/y", ROOT) == {}
