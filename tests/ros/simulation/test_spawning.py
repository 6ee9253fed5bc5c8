"""Entities that come and go."""

import importlib
import math

import pytest

from physai_sim.control.control_error import (
    ENTITIES_SPAWN_FAILED,
    ResultCode,
    SpawnCode,
)

OK = ResultCode.OK
BOX = "physai://shapes/box"


def test_sources_that_are_not_known_are_named(client):
    response = client.call("get_spawnables", sources=["file:///nowhere"])
    assert response.result.result == OK
    assert "file:///nowhere" in response.result.error_message
    one = next(s for s in response.spawnables if s.description == "a box")
    assert (one if hasattr(one, "uri") else one.entity_resource).uri == BOX
    assert client.code("get_available_worlds", additional_sources=["file:///nowhere"]) != OK


def test_a_spawned_entity_is_found_moved_and_taken_out(client, at):
    assert client.call("spawn_entity", at(1.0, 1.0, 2.0), name="crate", uri=BOX).entity_name
    state_now = client.call("get_entity_state", entity="crate").state
    assert state_now.header.frame_id == "map"
    assert (state_now.pose.position.x, state_now.pose.position.z) == (1.0, 2.0)
    near = client.call("spawn_entity", at(0.5, frame="crate"), uri=BOX, allow_renaming=True)
    there = client.call("get_entity_state", entity=near.entity_name).state.pose.position
    assert (there.x, there.y, there.z) == pytest.approx((1.5, 1.0, 2.0))
    assert {"crate", near.entity_name, "arm"} <= set(client.call("get_entities").entities)
    bounds = client.call("get_entity_bounds", entity="crate").bounds
    assert bounds.type == bounds.TYPE_BOX
    assert bounds.points[0].x == pytest.approx(0.05)
    assert client.code("delete_entity", entity="crate") == OK
    assert client.code("delete_entity", entity="crate") == ResultCode.NOT_FOUND
    assert client.code("delete_entity", entity="arm") == ResultCode.OPERATION_FAILED


def test_spawning_is_refused_with_the_codes_of_the_standard(client, at):
    def code(fill=None, **fields):
        return client.code("spawn_entity", fill, **fields)

    assert code(name="arm", uri=BOX) == SpawnCode.NAME_NOT_UNIQUE
    assert code(uri=BOX) == SpawnCode.NAME_INVALID
    assert code(name="a", uri="/tmp/a.sdf") == SpawnCode.UNSUPPORTED_FORMAT
    assert code(name="a") == SpawnCode.NO_RESOURCE
    assert code(name="a", uri=BOX, entity_namespace="//") == SpawnCode.NAMESPACE_INVALID
    assert code(name="a", resource_string="<robot") == SpawnCode.RESOURCE_PARSE_ERROR
    assert code(at(frame="nowhere"), name="a", uri=BOX) == SpawnCode.INVALID_POSE
    assert code(at(x=math.nan), name="a", uri=BOX) == SpawnCode.INVALID_POSE


def test_of_many_to_spawn_each_has_its_own_result(client):
    kind = importlib.import_module("simulation_interfaces.msg").SpawnEntity

    def fill(request):
        wanted = [kind(name="one"), kind(name="arm"), kind(name="two"), kind()]
        for one in wanted[:3]:
            one.entity_resource.uri = BOX
        wanted[3].initial_pose.pose.position.z = math.inf
        request.spawn_requests = wanted

    response = client.call("spawn_entities", fill)
    assert response.result.result == ENTITIES_SPAWN_FAILED
    codes = [one.result.result for one in response.results]
    assert codes == [OK, SpawnCode.NAME_NOT_UNIQUE, OK, SpawnCode.INVALID_POSE]
    assert [one.entity_name for one in response.results] == ["one", "", "two", ""]
    assert {"one", "two"} <= set(client.call("get_entities").entities)
