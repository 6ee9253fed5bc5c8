"""Lane following: start, reward, end of the route, road edge, kerb and house."""

import math

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.envs.session import Session
from physai_sim.simulation.contacts import contacts_of

ANYWHERE = "task.max_offset_m=100.0"


@pytest.fixture
def start(open_session):
    """A session, with the car placed at (x, y, yaw) if asked."""

    def make(*overrides, pose=None, speed_mps=0.0):
        session = open_session("lane_curve", *overrides, cameras=False, privileged=True)
        session.reset(0)
        if pose is not None:
            x, y, yaw = pose
            placed = Pose((x, y, 0.0), from_rpy(0.0, 0.0, yaw))
            session.stage.robots["ego"].place(placed, speed_mps=speed_mps)
            session.task.drive.expect(x)  # the first 40 m of the road lie along the x axis
        return session

    return make


def drive(session, action, limit=100):
    for _ in range(limit):
        step = session.step(action)
        if step.outcome is not None:
            return step
    raise AssertionError("the episode did not end")


def test_starts_scatter_within_their_bounds(start):
    session = start()
    states = np.array([session.reset(k).privileged["lane_state"] for k in range(30)])
    offset, heading, speed, wanted, left = states.T
    assert 0.2 < np.abs(offset).max() <= 0.3 + 1e-6
    assert 0.03 < np.abs(heading).max() <= 0.05 + 1e-6
    assert (speed >= 4.0 - 1e-6).all()
    assert (speed <= 8.0 + 1e-6).all()
    assert (wanted == 8.0).all()
    assert left == pytest.approx(np.full(30, left[0]), abs=0.1)


def test_on_the_centre_line_at_the_wanted_speed_the_reward_is_one(start):
    session = start(pose=(20.0, 0.0, 0.0), speed_mps=8.0)
    assert session.task.reward(session.stage) == 1.0


@pytest.mark.parametrize(
    "worse", [{"pose": (20.0, 1.0, 0.0), "speed_mps": 8.0}, {"pose": (20.0, 0.0, 0.0)}]
)
def test_beside_the_line_or_too_slow_it_is_less(worse, start):
    session = start(**worse)
    assert 0.0 < session.task.reward(session.stage) < 0.9


def test_offset_is_positive_to_the_left_and_heading_counterclockwise(start):
    session = start(pose=(20.0, 0.7, 0.2), speed_mps=5.0)
    state = session.task.privileged(session.stage)["lane_state"]
    assert state[:3] == pytest.approx([0.7, 0.2, 5.0], abs=1e-3)


def test_curvature_ahead_is_that_of_the_arc(start):
    session = start(pose=(30.0, 0.0, 0.0))
    ahead = session.task.privileged(session.stage)["lane_curvature"]
    assert ahead == pytest.approx([0.0, 0.0, 0.0, 1 / 30, 1 / 30], abs=1e-9)


def test_leaving_the_lane_ends_the_episode(start):
    step = drive(start(pose=(15.0, 0.0, 0.3), speed_mps=6.0), [0.0, 0.0])
    assert (step.outcome.reason, step.outcome.terminated) == ("off_road", True)
    assert abs(step.observation.privileged["lane_state"][0]) > 1.75


def test_a_kerb_is_a_collision(start):
    session = start(ANYWHERE, pose=(15.0, 0.0, -0.5), speed_mps=6.0)
    step = drive(session, [0.0, 0.0])
    assert step.outcome.reason == "collision"
    assert any(session.world.bodies[c].info.category == "kerb" for c in names_touched(session))


def test_a_house_is_a_collision(start):
    session = start(ANYWHERE)
    bodies = session.world.bodies
    for name in [name for name in bodies if name.startswith("kerb_")]:
        bodies[name].reset_base(Pose((0.0, 0.0, -50.0)))
    x, y, _ = bodies["house_1"].base_pose().position_m
    side = math.copysign(1.0, y)
    pose = Pose((x, y - side * 12.0, 0.0), from_rpy(0.0, 0.0, side * math.pi / 2))
    session.stage.robots["ego"].place(pose, speed_mps=6.0)
    step = drive(session, [0.0, 0.0])
    assert step.outcome.reason == "collision"
    assert "house_1" in names_touched(session)


def names_touched(session):
    car = session.world.bodies["ego"]
    return {contact.body_b for contact in contacts_of(session.world, car)}


def test_the_end_of_the_route_is_success(start):
    session = start()
    x, y, yaw = session.episode_truth().route[-1]
    back = (x - 4.0 * math.cos(yaw), y - 4.0 * math.sin(yaw), yaw)
    robot = session.stage.robots["ego"]
    robot.place(Pose((back[0], back[1], 0.0), from_rpy(0, 0, yaw)), speed_mps=8.0)
    session.task.drive.expect(session.task.drive.goal_m - 4.0)
    step = drive(session, [0.0, 0.0])
    assert (step.outcome.reason, step.outcome.is_success) == ("success", True)
    assert step.observation.privileged["lane_state"][4] == 0.0


def test_the_route_runs_from_start_to_goal(start):
    session = start()
    route = np.array(session.episode_truth().route)
    gaps = np.hypot(*np.diff(route[:, :2], axis=0).T)
    assert gaps.max() <= 0.5 + 1e-6
    way = session.task.drive.goal_m - session.config.task.start_m
    assert gaps.sum() == pytest.approx(way, rel=1e-3)
    assert session.episode_truth().lane_width_m == 3.5


@pytest.mark.parametrize(
    ("setting", "kind", "words"),
    [
        ("roads=null", ConfigError, "roads"),
        ("task.start_lane=mian", UnknownNameError, "did you mean 'main'"),
        ("task.robot=car", UnknownNameError, r"task\.robot"),
        ("task.start_m=500.0", ConfigError, "ends before it starts"),
        ("task.preview_m=[]", ConfigError, "preview_m"),
    ],
)
def test_a_world_that_lacks_what_it_needs_is_refused(setting, kind, words):
    with pytest.raises(kind, match=words):
        Session(load_world("lane_curve", (setting,)), cameras=False)
