"""What a value may be, through references, choices and schemas that hold at once."""

import pytest

from policies.planning.hybrid.serving.alternatives import (
    MOST,
    alternatives,
    kinds_of,
    may_be_text,
    members_of,
    other_kinds,
)

ROOT = {
    "$defs": {
        "colour": {"enum": ["red", "blue", 3]},
        "a/b": {"type": "integer"},
        "loop": {"anyOf": [{"$ref": "#/$defs/loop"}, {"type": "null"}]},
        "never": {"$ref": "#/$defs/never"},
    }
}


def kinds(schema):
    found = [kinds_of(one) for one in alternatives(schema, ROOT)]
    return [None if each is None else sorted(each) for each in found]


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        ({"type": "string"}, [["string"]]),
        ({"type": ["string", "null"]}, [["null", "string"]]),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, [["string"], ["null"]]),
        ({"oneOf": [{"$ref": "#/$defs/a~1b"}, {"properties": {}}]}, [["integer"], ["object"]]),
        ({"allOf": [{"$ref": "#/$defs/a~1b"}, {"description": "x"}]}, [["integer"]]),
        ({"allOf": [{"type": "number"}, {"type": ["integer", "string"]}]}, [["integer"]]),
        ({"$ref": "#/$defs/a~1b", "maximum": 3}, [["integer"]]),
        ({"items": {}}, [["array"]]),
        ({}, [None]),
        (True, [None]),
        (False, []),
        ({"$ref": "#/$defs/loop"}, [["null"]]),
        ({"$ref": "#/$defs/never"}, []),
        ({"$ref": "elsewhere.json"}, [None]),
        ({"allOf": [{"type": "string"}, {"type": "null"}]}, [[]]),
    ],
)
def test_types(schema, found):
    assert kinds(schema) == found


def test_values_that_are_listed():
    (colour,) = alternatives({"$ref": "#/$defs/colour", "type": "string"}, ROOT)
    assert members_of(colour) == ["red", "blue"]
    assert members_of(({"const": None},)) == [None]
    assert members_of(({"enum": [1, True, "a"]}, {"enum": ["a", 1]})) == [1, "a"]
    assert members_of(({"enum": [1, 2.5]}, {"type": "integer"})) == [1]
    assert members_of(({"enum": 3},)) is None


def test_texts_are_told_from_the_rest():
    (mixed,) = alternatives({"enum": ["a", 1, None]}, {})
    assert not may_be_text(mixed)
    assert other_kinds(mixed) == {"number", "integer", "null"}
    (any_one,) = alternatives({}, {})
    assert may_be_text(any_one)
    assert other_kinds(any_one) == frozenset()
    (both,) = alternatives({"type": ["string", "array"]}, {})
    assert may_be_text(both)
    assert other_kinds(both) == {"array"}


def test_there_is_an_end_to_them():
    many = {"anyOf": [{"const": n} for n in range(MOST + 9)]}
    with pytest.raises(ValueError, match="too many"):
        alternatives(many, {})
    names = [f"d{n}" for n in range(40)]
    each = {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in names]}
    with pytest.raises(ValueError, match="too many"):
        alternatives(each, {"$defs": dict.fromkeys(names, each)})
