"""What every robot must keep; it is tested in the first world that it stands in."""

from xml.etree import ElementTree as ET

import numpy as np
import pytest

from physai_sim.core import paths, registry
from physai_sim.core.config import load_world
from physai_sim.core.errors import ActionError, ConfigError

WORLDS = {name: load_world(name) for name in paths.available("worlds")}
ROBOTS = registry.names("robots")
every_robot = pytest.mark.parametrize("model", ROBOTS)


@pytest.fixture
def robot_of(open_session):
    def make(model):
        for world, config in WORLDS.items():
            for name, part in config.robots.items():
                if part.model == model:
                    session = open_session(world, cameras=False)
                    session.reset(0)
                    return session.world, session.stage.robots[name]
        return in_the_place_of_another(model)

    def in_the_place_of_another(model):
        """A robot that no world names by default must still fit one, by `--set` alone."""
        for world, config in WORLDS.items():
            for name in config.robots:
                try:
                    setting = f"robots.{name}.model={model}"
                    session = open_session(world, setting, cameras=False)
                except ConfigError:
                    continue
                session.reset(0)
                return session.world, session.stage.robots[name]
        return pytest.fail(f"no world can hold the robot {model!r}: add one to worlds/")

    return make


@every_robot
def test_its_limits_are_finite_and_have_names(model, robot_of):
    _, robot = robot_of(model)
    spec = robot.spec()
    count = len(spec.action_names)
    assert spec.model == model
    assert len(set(spec.action_names)) == count
    assert spec.action_low.shape == spec.action_high.shape == (count,)
    assert np.isfinite([spec.action_low, spec.action_high]).all()
    assert (spec.action_low < spec.action_high).all()
    assert spec.joint_names == tuple(robot.body.joints)
    assert robot.action_space.shape == (count,)


@every_robot
def test_it_says_what_it_really_did(model, robot_of):
    _, robot = robot_of(model)
    spec = robot.spec()
    inside = robot.apply_action((spec.action_low + spec.action_high) / 2)
    outside = robot.apply_action(spec.action_high * 2 + 1)
    assert not inside.was_clipped
    assert outside.was_clipped
    assert outside.values.tolist() == spec.action_high.tolist()


@every_robot
def test_a_bad_action_commands_nothing(model, robot_of):
    world, robot = robot_of(model)
    size = len(robot.spec().action_names)
    before = (world.state_hash(), robot.body.motors())
    for bad in (np.full(size, np.nan), np.full(size, np.inf), np.zeros(size + 1), "x"):
        with pytest.raises(ActionError):
            robot.apply_action(bad)
    assert (world.state_hash(), robot.body.motors()) == before


@every_robot
def test_random_actions_leave_it_finite_and_within_its_joints(model, robot_of):
    world, robot = robot_of(model)
    spec, rng = robot.spec(), np.random.default_rng(0)
    joints = list(robot.body.joints.values())
    for _ in range(40):
        robot.apply_action(rng.uniform(spec.action_low, spec.action_high))
        world.step(world.physics_hz // robot.control_hz)
        positions, velocities = robot.body.joint_states()
        assert np.isfinite([*positions, *velocities]).all()
        for joint, position in zip(joints, positions, strict=True):
            if joint.lower < joint.upper:
                assert joint.lower - 0.02 < position < joint.upper + 0.02, joint.name


@every_robot
def test_its_description_has_its_links_and_joints(model, robot_of):
    _, robot = robot_of(model)
    tree = ET.fromstring(robot.description())
    assert {link.get("name") for link in tree.findall("link")} == set(robot.body.links)
    movable = {j.get("name") for j in tree.findall("joint") if j.get("type") != "fixed"}
    assert movable == set(robot.body.joints)
