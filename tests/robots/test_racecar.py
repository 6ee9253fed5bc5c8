"""The racecar drives as its model says, and wherever a car can drive."""

import math

import numpy as np
import pytest

from physai_sim.core.geometry import Pose
from physai_sim.envs.player import Player, make_policy, succeeds
from physai_sim.robots._ackermann import CarConfig
from physai_sim.robots.racecar import MASS_KG, Racecar
from physai_sim.simulation.engine import bullet

SUBSTEPS = 24


@pytest.fixture
def car(build_world):
    def make(action="acceleration_curvature", *, speed_mps=0.0):
        world = build_world()
        made = Racecar("ego", CarConfig(model="racecar", action=action), control_hz=10)
        made.load(world)
        made.reset(np.random.default_rng(0))
        made.place(Pose(), speed_mps=speed_mps)
        return world, made

    return make


def play(world, robot, action, steps):
    for _ in range(steps):
        robot.apply_action(action)
        world.step(SUBSTEPS)


def test_constants_are_what_the_engine_reports(car):
    world, robot = car()
    body, chassis = robot.body, robot.chassis
    engine = {"physicsClientId": world.client}
    masses = [bullet.getDynamicsInfo(body.id, i, **engine)[0] for i in body.links.values()]
    assert sum(masses) == pytest.approx(MASS_KG, rel=1e-3)
    at = {
        name: np.asarray(body.link_pose(body.joints[name].child_link).position_m)
        for name in chassis.wheels
    }
    front_left, front_right, rear_left, _ = (at[name] for name in chassis.wheels)
    assert front_left[0] - rear_left[0] == pytest.approx(chassis.wheelbase_m, abs=1e-3)
    assert front_left[1] - front_right[1] == pytest.approx(chassis.track_m, abs=1e-3)
    assert rear_left[2] == pytest.approx(chassis.wheel_radius_m, abs=1e-3)


@pytest.mark.parametrize("wanted", [1.0, 2.5, -2.0])
def test_it_accelerates_as_commanded(wanted, car):
    world, robot = car(speed_mps=0.5 if wanted > 0 else 2.0)
    play(world, robot, (wanted, 0.0), 3)
    before = robot.speed_mps()
    play(world, robot, (wanted, 0.0), 5)
    assert (robot.speed_mps() - before) / 0.5 == pytest.approx(wanted, rel=0.02)


@pytest.mark.parametrize("radius_m", [1.0, -2.0])
def test_the_rear_axle_turns_on_the_bicycle_models_radius(radius_m, car):
    world, robot = car("steering_speed", speed_mps=1.0)
    angle = math.atan(robot.chassis.wheelbase_m / radius_m)
    play(world, robot, (angle, 1.0), 20)
    state = robot.body.state()
    speed = math.hypot(*state.linear_mps[:2])
    assert speed / state.angular_radps[2] == pytest.approx(radius_m, rel=0.02)


def test_lane_follow_and_its_expert_take_it_as_they_take_any_car(open_session):
    settings = (
        "robots.ego={model: racecar}",
        "task.speed_mps=3.0",
        "task.start_speed_mps=[1.0, 2.0]",
        "task.goal_lane=main",
        "task.stop_before_end_m=150.0",
    )
    session = open_session("lane_curve", *settings, cameras=False, privileged=True)
    assert session.spec.robots["ego"].model == "racecar"
    assert succeeds(session, Player(make_policy("expert_lane_follow"), session.spec), 0)
