"""Worlds that are loaded, and their named poses."""

from physai_sim.control.control_error import (
    NO_WORLD_LOADED,
    ResultCode,
    WorldCode,
)
from physai_sim.control.sim_state import SimState

OK = ResultCode.OK


def test_without_a_world_services_say_so(client):
    assert client.code("unload_world") == OK
    assert client.code("unload_world") == NO_WORLD_LOADED
    assert client.code("get_current_world") == NO_WORLD_LOADED
    for name in ("get_entities", "reset_simulation", "spawn_entity", "get_named_poses"):
        assert client.code(name) == ResultCode.INCORRECT_STATE, name
    response = client.call("reset_episode")
    assert not response.success
    assert "NO_WORLD" in response.message


def test_worlds_are_found_loaded_and_refused(client):
    found = {w.name: w for w in client.call("get_available_worlds").worlds}
    assert {"reach", "lane_curve"} <= set(found)

    def arms(request):
        request.filter.tags = ["reach"]

    assert "lane_curve" not in {w.name for w in client.call("get_available_worlds", arms).worlds}
    uri = found["push"].world_resource.uri
    response = client.call("load_world", uri=uri)
    assert (response.result.result, response.world.name) == (OK, "push")
    assert client.call("get_current_world").world.world_resource.uri == uri
    assert client.call("get_simulation_state").state.state == SimState.STOPPED
    assert client.code("load_world") == WorldCode.NO_RESOURCE
    assert client.code("load_world", uri="/tmp/x.sdf") == WorldCode.UNSUPPORTED_FORMAT
    assert client.code("load_world", resource_string="{") == WorldCode.RESOURCE_PARSE_ERROR
    assert client.call("get_current_world").world.name == "push"


def test_named_poses_can_be_asked_for(client):
    poses = {pose.name: pose for pose in client.call("get_named_poses").poses}
    assert "arm_home" in poses
    bounds = client.call("get_named_pose_bounds", name="arm_home").bounds
    assert bounds.type == bounds.TYPE_BOX
    assert client.code("get_named_pose_bounds", name="nowhere") == ResultCode.NOT_FOUND
