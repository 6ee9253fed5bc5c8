"""A car on a closed route: its way goes on counting where a lap ends."""

import numpy as np
import pytest

from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.tasks._driving import Car
from physai_sim.tasks.base import Task


@pytest.fixture
def lap(open_session):
    session = open_session("urban_loop", "traffic={}", cameras=False, privileged=True)
    session.reset(0)
    return session


def test_the_way_goes_on_where_a_lap_ends(lap):
    drive, world = lap.task.drive, lap.world
    length = drive.route.length_m
    drive.expect(length - 2.0)
    seen = []
    for s in (length - 1.0, length + 1.0, length + 3.0):
        start = drive.route.pose_at(s)
        pose = Pose((start.x_m, start.y_m, 0.0), from_rpy(0, 0, start.yaw_rad))
        lap.stage.robots["ego"].place(pose, speed_mps=0.0)
        world.step()
        seen.append(drive.now(lap.stage).s_m)
    assert seen == pytest.approx([length - 1.0, length + 1.0, length + 3.0], abs=0.01)


def test_the_place_is_computed_once_for_each_instant(lap):
    drive = lap.task.drive
    assert drive.now(lap.stage) is drive.now(lap.stage)
    before = drive.now(lap.stage)
    lap.world.step()
    assert drive.now(lap.stage) is not before


def test_the_lap_is_its_route(lap):
    route = np.array(lap.episode_truth().route)
    way = np.hypot(*np.diff(route[:, :2], axis=0).T).sum()
    assert way == pytest.approx(lap.task.drive.goal_m - lap.config.task.start_m, rel=1e-3)


def test_a_car_can_be_placed_and_an_arm_cannot(open_session):
    reach = open_session("reach", cameras=False)
    assert not any(isinstance(robot, Car) for robot in reach.stage.robots.values())
    assert isinstance(open_session("lane_curve", cameras=False).stage.robots["ego"], Car)
    assert reach.task.instruction(reach.stage) is None
    assert issubclass(type(reach.task), Task)
