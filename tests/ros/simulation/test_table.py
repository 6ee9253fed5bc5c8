"""What is offered, and that each service answers."""

import importlib

from physai_sim.control.control_error import (
    ResultCode,
)
from physai_sim.control.features import Feature
from physai_sim.core import paths

OK = ResultCode.OK
BOX = "physai://shapes/box"
URDF = '<robot name="brick"><link name="base"/></robot>'
WORLD = paths.available("worlds")["reach"].read_text(encoding="utf-8")


def features(client):
    return list(client.call("get_simulator_features").features.features)


def test_each_service_of_the_standard_is_there_and_answers(client):
    types = dict(client.get_service_names_and_types_by_node("sim", "/"))
    ours = {n: t[0] for n, t in types.items() if "simulation_interfaces/srv" in t[0]}
    assert len(ours) == 22
    package = importlib.import_module("simulation_interfaces.srv")
    last = ("/sim/unload_world", "/sim/set_simulation_state")
    for name in sorted(ours, key=lambda name: (name in last, name)):
        kind = ours[name].split("/")[-1]
        words = "".join(f"_{c.lower()}" if c.isupper() else c for c in kind).strip("_")
        assert name == f"/sim/{words}"
        response = client.call(words)
        assert isinstance(response, getattr(package, kind).Response)
        if hasattr(response, "result"):
            is_fine = response.result.result == OK
            assert is_fine == (not response.result.error_message)


def test_the_features_are_those_that_work(
    client, state, tagged, robots_only, within_box, simulate
):
    probes = {
        Feature.SPAWNING: lambda: client.code("spawn_entity", name="a", uri=BOX),
        Feature.DELETING: lambda: client.code("delete_entity", entity="a"),
        Feature.NAMED_POSES: lambda: client.code("get_named_poses"),
        Feature.POSE_BOUNDS: lambda: client.code("get_named_pose_bounds", name="arm_home"),
        Feature.ENTITY_TAGS: lambda: client.code("get_entities", tagged("robot")),
        Feature.ENTITY_BOUNDS: lambda: client.code("get_entity_bounds", entity="arm"),
        Feature.ENTITY_BOUNDS_BOX: lambda: client.code("get_entities", within_box),
        Feature.ENTITY_CATEGORIES: lambda: client.code("get_entities", robots_only),
        Feature.SPAWNING_RESOURCE_STRING: lambda: client.code(
            "spawn_entity", name="b", resource_string=URDF
        ),
        Feature.ENTITY_STATE_GETTING: lambda: client.code("get_entity_state", entity="b"),
        Feature.ENTITY_STATE_SETTING: lambda: client.code("set_entity_state", entity="b"),
        Feature.ENTITY_INFO_GETTING: lambda: client.code("get_entity_info", entity="b"),
        Feature.ENTITY_INFO_SETTING: lambda: client.code("set_entity_info", entity="b"),
        Feature.SPAWNABLES: lambda: client.code("get_spawnables"),
        Feature.SIMULATION_RESET: lambda: client.code("reset_simulation"),
        Feature.SIMULATION_RESET_TIME: lambda: client.code("reset_simulation", scope=1),
        Feature.SIMULATION_RESET_STATE: lambda: client.code("reset_simulation", scope=2),
        Feature.SIMULATION_RESET_SPAWNED: lambda: client.code("reset_simulation", scope=4),
        Feature.SIMULATION_STATE_GETTING: lambda: client.code("get_simulation_state"),
        Feature.SIMULATION_STATE_SETTING: lambda: client.code("set_simulation_state", state(1)),
        Feature.SIMULATION_STATE_PAUSE: lambda: client.code("set_simulation_state", state(2)),
        Feature.STEP_SIMULATION_SINGLE: lambda: client.code("step_simulation"),
        Feature.STEP_SIMULATION_MULTIPLE: lambda: client.code("step_simulation", steps=2),
        Feature.STEP_SIMULATION_ACTION: lambda: simulate(client, 2)[1].result.result.result,
        Feature.WORLD_LOADING: lambda: client.code("load_world", uri="reach"),
        Feature.WORLD_RESOURCE_STRING: lambda: client.code("load_world", resource_string=WORLD),
        Feature.WORLD_TAGS: lambda: client.code("get_available_worlds"),
        Feature.WORLD_INFO_GETTING: lambda: client.code("get_current_world"),
        Feature.WORLD_UNLOADING: lambda: client.code("unload_world"),
        Feature.AVAILABLE_WORLDS: lambda: client.code("get_available_worlds"),
        Feature.SPAWNING_ENTITIES: lambda: client.code("spawn_entities"),
    }
    assert features(client) == sorted(map(int, Feature))
    assert features(client) == sorted(map(int, probes))
    for feature, probe in probes.items():
        if feature is Feature.SPAWNING_ENTITIES:  # the world was unloaded before
            assert client.code("load_world", uri="reach") == OK
        assert probe() == OK, feature


def test_the_features_tell_formats_and_what_is_special(client):
    told = client.call("get_simulator_features").features
    assert list(told.spawn_formats) == ["urdf"]
    assert "reset_episode" in told.custom_info
