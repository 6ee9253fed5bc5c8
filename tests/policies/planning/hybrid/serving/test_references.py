"""References, and copies that stand alone."""

import json

import pytest

from policies.planning.hybrid.serving.references import self_contained, target

ROOT = {
    "$defs": {
        "a/b": {"type": "integer"},
        "Foo[int]": {"anyOf": [{"$ref": "#/$defs/a~1b"}, {"type": "null"}]},
        "é": {"enum": [{"$ref": "#/$defs/a~1b"}]},
        "unused": {"type": "array"},
    },
    "properties": {"first": {"type": "boolean"}, "$ref": {"type": "string"}},
    "anyOf": [{"const": 1}, {"const": 2}],
}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("#", ROOT),
        ("#/$defs/a~1b", {"type": "integer"}),
        ("#/$defs/Foo%5Bint%5D", ROOT["$defs"]["Foo[int]"]),
        ("#/anyOf/1", {"const": 2}),
        ("#/anyOf/7", None),
        ("#/$defs/none", None),
        ("#$defs", None),
        ("http://x/y", None),
    ],
)
def test_what_they_point_to(name, found):
    assert target(name, ROOT) == found


def test_a_copy_holds_what_it_needs_and_no_more():
    made = self_contained({"items": {"$ref": "#/$defs/Foo[int]"}}, ROOT)
    assert made == {
        "items": {"$ref": "#/$defs/d0"},
        "$defs": {
            "d0": {"anyOf": [{"$ref": "#/$defs/d1"}, {"type": "null"}]},
            "d1": {"type": "integer"},
        },
    }


def test_the_root_may_be_pointed_to_and_values_are_left_as_they_are():
    made = self_contained({"$ref": "#"}, ROOT)
    assert made["$ref"] == "#/$defs/d0"
    assert made["$defs"]["d0"]["properties"] == ROOT["properties"]
    assert "$defs" not in made["$defs"]["d0"]
    listed = self_contained({"$ref": "#/$defs/é"}, ROOT)
    assert listed["$defs"]["d0"] == ROOT["$defs"]["é"]


def test_what_points_nowhere_stays_for_the_compiler_to_refuse():
    for schema in ({"$ref": "#/nowhere"}, {"type": "string"}, True):
        assert self_contained(schema, ROOT) == schema


def test_a_copy_of_a_loop_ends():
    node = {"type": "object", "properties": {"next": {"$ref": "#/$defs/n"}}}
    made = self_contained({"$ref": "#/$defs/n"}, {"$defs": {"n": node}})
    assert len(json.dumps(made)) < 200
