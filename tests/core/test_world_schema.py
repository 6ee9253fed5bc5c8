import json

import pytest

from physai_sim.core import registry
from physai_sim.core.config import WorldFile
from physai_sim.core.distributions import KINDS
from physai_sim.core.world_schema import world_schema

SCHEMA = world_schema()


def objects(node):
    """Every schema of a mapping with keys, at any depth."""
    if isinstance(node, dict):
        if "properties" in node and node.get("type") == "object":
            yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def models(family):
    """The `model` names for which the schema has a definition with that family's title."""
    return {
        definition["properties"]["model"]["const"]
        for title, definition in SCHEMA["$defs"].items()
        if title.endswith(family.capitalize())
    }


def test_it_is_one_json_document_that_names_its_draft():
    assert json.loads(json.dumps(SCHEMA, allow_nan=False)) == SCHEMA
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["type"] == "object"


def test_it_has_exactly_the_keys_of_a_world_file():
    assert SCHEMA["properties"].keys() == WorldFile.model_fields.keys()
    required = {key for key, field in WorldFile.model_fields.items() if field.is_required()}
    assert set(SCHEMA["required"]) == required


@pytest.mark.parametrize("family", ["robots", "sensors", "tasks"])
def test_it_lists_every_member_of_a_family(family):
    assert models(family) == set(registry.names(family))


def test_every_mapping_with_keys_refuses_unknown_ones():
    found = list(objects(SCHEMA))
    assert len(found) > 15
    assert all(node["additionalProperties"] is False for node in found)


def test_every_reference_leads_somewhere():
    found = set(references(SCHEMA))
    assert found
    assert found <= {f"#/$defs/{name}" for name in SCHEMA["$defs"]}


@pytest.mark.parametrize("family", ["robots", "sensors"])
def test_components_are_told_apart_by_their_model(family):
    choice = SCHEMA["properties"][family]["additionalProperties"]
    assert choice["discriminator"]["propertyName"] == "model"
    assert choice["discriminator"]["mapping"].keys() == set(registry.names(family))


def test_the_roads_are_described_too():
    assert "lanes" in SCHEMA["$defs"]["RoadsConfig"]["properties"]


def test_what_may_be_randomised_is_described_with_every_kind_of_distribution():
    entry = SCHEMA["properties"]["randomize"]["additionalProperties"]
    assert entry == {"$ref": "#/$defs/Distribution"}
    assert set(SCHEMA["$defs"]["Distribution"]["properties"]) == {*KINDS, "weights"}
    assert set(SCHEMA["$defs"]["Normal"]["required"]) == {"mean", "std"}
