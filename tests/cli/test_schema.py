import json

import pytest

from physai_sim.core.world_schema import world_schema


@pytest.fixture
def schema(physai):
    done = physai("schema")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def test_the_schema_is_one_json_document_and_the_one_of_the_loader(schema):
    assert schema == json.loads(json.dumps(world_schema()))


def test_the_schema_knows_the_keys_of_a_world_and_no_others(schema):
    assert {"instruction", "robots", "sensors", "task", "rates"} <= set(schema["properties"])
    assert schema["additionalProperties"] is False
