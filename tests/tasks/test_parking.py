"""Parking: where it starts, what counts as parked, and how it fails."""

import math

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.envs.session import Session


@pytest.fixture
def start(open_session):
    """A session; with the car moved to (x, y, yaw) in the frame of the bay if asked."""

    def make(*overrides, at=None):
        session = open_session("parking", *overrides, cameras=False, privileged=True)
        session.reset(0)
        if at is not None:
            x, y, yaw = at
            bay = session.config.task.bay.pose()
            pose = bay.compose(Pose((x, y, 0.0), from_rpy(0.0, 0.0, yaw)))
            session.stage.robots["ego"].place(pose, speed_mps=0.0)
        return session

    return make


def test_starts_scatter_within_their_bounds(start):
    session = start()
    states = np.array([session.reset(k).privileged["parking_state"] for k in range(20)])
    x, y, yaw, speed = states.T
    assert np.abs(x - 8.55).max() <= 0.5 + 1e-6
    assert np.abs(y - 11.0).max() <= 1.5 + 1e-6
    assert np.abs(yaw + math.pi / 2).max() <= 0.08 + 1e-6
    assert np.ptp(y) > 1.0
    assert np.abs(speed).max() < 1e-9


def test_the_state_is_the_pose_in_the_frame_of_the_bay(start):
    session = start(at=(2.0, 0.3, -0.4))
    state = session.task.privileged(session.stage)["parking_state"]
    assert state == pytest.approx([2.0, 0.3, -0.4, 0.0], abs=1e-6)


@pytest.mark.parametrize(
    ("at", "done"),
    [
        ((0.0, 0.0, 0.0), True),
        ((0.25, -0.2, 0.08), True),
        ((0.4, 0.0, 0.0), False),
        ((0.0, 0.3, 0.0), False),
        ((0.0, 0.0, 0.15), False),
        ((0.0, 0.0, math.pi), False),
    ],
)
def test_parked_is_within_the_tolerances_and_the_right_way_round(at, done, start):
    session = start(at=at)
    assert session.task.is_success(session.stage) is done


@pytest.mark.parametrize(
    ("at", "missing"),
    [
        ((0.0, 0.0, 0.0), set()),
        ((0.4, 0.0, 0.0), {"in_bay"}),
        ((0.0, 0.0, 0.15), {"straight"}),
        ((0.0, 0.3, 0.15), {"in_bay", "straight"}),
    ],
)
def test_its_conditions_say_what_is_missing(at, missing, start):
    session = start(at=at)
    found = session.task.conditions(session.stage)
    assert {name for name, holds in found.items() if not holds} == missing


def test_rolling_through_the_bay_is_not_parked(start):
    session = start()
    bay = session.config.task.bay.pose()
    session.stage.robots["ego"].place(bay, speed_mps=1.0)
    assert not session.task.is_success(session.stage)
    found = session.task.conditions(session.stage)
    assert found == {"in_bay": True, "straight": True, "standing": False}


def test_the_reward_is_one_in_the_bay_and_grows_towards_it(start):
    places = ((9.0, 10.0, -1.5), (4.0, 0.0, -0.3), (1.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    rewards = []
    for at in places:
        session = start(at=at)
        rewards.append(session.task.reward(session.stage))
    assert rewards == sorted(rewards)
    assert rewards[-1] == pytest.approx(1.0)


def test_a_parked_car_is_a_collision_with_a_vehicle(start):
    session = start(at=(4.0, -0.9, 0.0))
    outcome = None
    while outcome is None:
        outcome = session.step([0.0, -1.0]).outcome
    assert outcome.reason == "collision"


def test_far_from_the_bay_is_off_road(start):
    session = start("task.max_distance_m=15.0")
    outcome = None
    while outcome is None:
        outcome = session.step([0.0, -4.0]).outcome
    assert outcome.reason == "off_road"


def test_an_arm_cannot_park():
    setting = "robots={ego: {model: panda}}"
    camera = "sensors={}"
    with pytest.raises(ConfigError, match="cannot drive"):
        Session(load_world("parking", (setting, camera)), cameras=False)
