"""Arguments of parameters that are put together."""

import pytest

from policies.planning.hybrid.serving.arguments import any_way, ways

A = {"properties": {"x": {"type": "integer"}}, "required": ["x"]}
B = {"properties": {"y": {"type": "string"}}, "required": ["y"]}
DEFS = {"$defs": {"A": A, "B": B}}


@pytest.mark.parametrize(
    "root",
    [
        {"properties": A["properties"] | B["properties"], "required": ["x", "y"]},
        {"$ref": "#/$defs/A", **B, **DEFS},
        {"allOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}], **DEFS},
        {"allOf": [A], **B},
    ],
)
def test_what_holds_at_once_is_one_way(root):
    (way,) = ways(root)
    assert way.schemas == {"x": {"type": "integer"}, "y": {"type": "string"}}
    assert way.required == {"x", "y"}


def test_a_choice_is_as_many_ways():
    assert [sorted(way.required) for way in ways({"anyOf": [A, B]})] == [["x"], ["y"]]
    whole = any_way({"anyOf": [A, {**B, "required": ["x", "y"]}]})
    assert whole.required == {"x"}
    assert set(whole.schemas) == {"x", "y"}


def test_one_name_with_two_schemas():
    other = {"properties": {"x": {"maximum": 3}}}
    (way,) = ways({"allOf": [A, other]})
    assert way.schemas["x"] == {"allOf": [{"type": "integer"}, {"maximum": 3}]}
    assert any_way({"anyOf": [A, other]}).schemas["x"] == {
        "anyOf": [{"type": "integer"}, {"maximum": 3}]
    }


def test_what_is_required_without_a_schema_may_be_anything():
    (way,) = ways({"required": ["z"]})
    assert way.schemas == {"z": {}}
    assert any_way(False).schemas == {}
