"""Named poses of arms and of cars."""

import pytest

from physai_sim.control.control_error import ControlError, ResultCode
from physai_sim.control.entity_types import BoundsKind, TagsFilter
from physai_sim.control.named_poses import named_pose_bounds, named_poses


@pytest.fixture
def reach(open_session):
    session = open_session("reach", cameras=False)
    session.reset(0)
    return session


def test_an_arm_has_a_home_and_its_task_a_goal(reach):
    poses = {pose.name: pose for pose in named_poses(reach)}
    assert set(poses) == {"arm_home", "target_goal"}
    assert poses["arm_home"].pose.position_m == (0.0, 0.0, 0.4)
    target = reach.world.bodies["target"].base_pose().position_m
    assert poses["target_goal"].pose.position_m == pytest.approx(target)


def test_tags_choose(reach):
    assert [p.name for p in named_poses(reach, TagsFilter(("goal",)))] == ["target_goal"]
    both = TagsFilter(("home", "panda"), needs_all=True)
    assert [p.name for p in named_poses(reach, both)] == ["arm_home"]


def test_a_route_has_a_start_and_an_end(open_session):
    session = open_session("lane_curve", cameras=False)
    session.reset(0)
    poses = {pose.name: pose for pose in named_poses(session)}
    x, y, yaw = session.task.facts(session.stage).route[-1]
    assert poses["route_end"].pose.position_m == (x, y, 0.0)
    assert poses["route_end"].pose.yaw_rad == pytest.approx(yaw)
    assert "navigation_goal" in poses["route_end"].tags
    assert "ego_home" in poses


def test_a_home_has_the_bounds_of_its_robot_and_a_goal_none(reach):
    assert named_pose_bounds(reach, "arm_home").kind == BoundsKind.BOX
    assert named_pose_bounds(reach, "target_goal").kind == BoundsKind.EMPTY
    with pytest.raises(ControlError, match="no such named pose, got 'moon'") as caught:
        named_pose_bounds(reach, "moon")
    assert caught.value.code == ResultCode.NOT_FOUND
