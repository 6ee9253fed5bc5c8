"""A change of physics is one change, it is one, and states follow it."""

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError, PhysAIError
from physai_sim.core.rollouts import Expansion
from physai_sim.generation.variation.appearance import changed
from physai_sim.generation.variation.physics import physics, with_actions
from physai_sim.generation.variation.state_check import state_hashes, states_that_differ


@pytest.mark.parametrize(
    ("world", "setting"),
    [
        ("pick_place", "scene.gravity_mps2=[0.0, 0.0, -8.3]"),
        ("pick_place", "scene.bodies.cube.mass_kg=0.5"),
        ("pick_place", "scene.bodies.cube.pose.position_m=[0.4, 0.1, 0.42]"),
        ("lane_curve", "robots.ego.tyre_friction=0.3"),
        ("lane_curve", "robots.ego.payload_kg=300.0"),
        ("lane_curve", "task.start_offset_m=0.0"),
        ("falling_ball", "scene.bodies.ball.restitution=0.3"),
        ("falling_ball", "scene.bodies.ball.velocity_mps=[0.1, 0.0, 0.0]"),
    ],
)
def test_one_parameter_is_changed_and_nothing_else(world, setting, source_of):
    source = source_of(world)
    after = changed(source, physics(setting))
    key, _ = setting.split("=")
    before = changed(source, Expansion()).config
    assert _differing(_plain(before, source), _plain(after.config, after)) == {key}
    assert np.array_equal(after.actions, source.actions)
    assert not after.success
    assert "not known" in after.details["success"]


def _plain(config, source):
    from physai_sim.generation.resimulation import concrete

    data = concrete(source).model_dump(mode="json")
    assert config.name == data["name"]
    return {key: value for key, value in data.items() if key != "randomize"}


def _differing(one, other, path=""):
    if not isinstance(one, dict) or not isinstance(other, dict):
        return set() if one == other else {path}
    found = set()
    for key in one.keys() | other.keys():
        inner = f"{path}.{key}" if path else key
        found |= _differing(one.get(key), other.get(key), inner)
    return found


def test_a_change_of_physics_changes_states(source_of):
    source = source_of("falling_ball", steps=3)
    own = state_hashes(source, 24)
    heavier = changed(source, physics("scene.gravity_mps2=[0.0, 0.0, -8.3]"))
    assert states_that_differ(own, state_hashes(heavier, 24)) == len(own) - 1


def test_other_actions_change_states_and_no_world(source_of):
    source = source_of("lane_curve", steps=4)
    still = changed(source, with_actions("scaled:9"))
    assert still.config == source.config
    assert states_that_differ(state_hashes(source, 10), state_hashes(still, 10)) > 0


@pytest.mark.parametrize(
    "expansion",
    [
        Expansion("physics", "nothing"),
        Expansion("physics", "two", ("scene.ground.friction=0.1", "scene.ground.restitution=0.1")),
        Expansion("physics", "both", ("scene.ground.friction=0.1",), "zero"),
    ],
)
def test_anything_but_one_change_is_refused(expansion, source_of):
    with pytest.raises(ConfigError, match="exactly 1"):
        changed(source_of("pick_place"), expansion)


def test_a_value_that_the_world_has_already_is_refused(source_of):
    with pytest.raises(ConfigError, match="has this value already"):
        changed(source_of("pick_place"), physics("scene.gravity_mps2=[0.0, 0.0, -9.81]"))


def test_a_light_is_no_physics(source_of):
    with pytest.raises(ConfigError, match="no parameter of physics"):
        changed(source_of("pick_place"), physics("scene.light.ambient=0.1"))


def test_names_say_what_was_changed(tmp_path):
    assert physics("scene.gravity_mps2=[0, 0, -8]").name == "gravity_mps2=[0, 0, -8]"
    assert with_actions("scaled:0.5").name == "actions=scaled:0.5"
    assert with_actions(f"file:{tmp_path}/a.json").name == "actions=file:a.json"


@pytest.mark.parametrize("change", ["scaled:x", "scaled", "noisy:1", "turned:1"])
def test_a_change_of_actions_that_is_none_is_refused_where_it_is_named(change):
    with pytest.raises(PhysAIError, match=r"wrong numbers|no such change"):
        with_actions(change)
