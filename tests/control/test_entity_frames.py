"""Poses of requests: frames of the world and of bodies, and what is no pose."""

import math

import pytest

from physai_sim.control.control_error import ControlError
from physai_sim.control.entity_frames import checked_pose, frame_pose
from physai_sim.core.geometry import Pose


def test_frames_are_the_world_bodies_and_links(open_session):
    session = open_session("reach", cameras=False)
    session.reset(0)
    world = session.world
    assert {frame_pose(world, name, code=1) for name in ("", "world", "map")} == {Pose()}
    assert frame_pose(world, "table", code=1).position_m == pytest.approx((0.3, 0.0, 0.2))
    hand = frame_pose(world, "arm/panda_hand", code=1)
    assert hand == world.bodies["arm"].link_pose("panda_hand")


@pytest.mark.parametrize(("frame", "known"), [("moon", "table"), ("arm/foot", "panda_hand")])
def test_an_unknown_frame_is_named_with_the_known_ones(frame, known, open_session):
    session = open_session("reach", cameras=False)
    with pytest.raises(ControlError, match=rf"unknown frame, got '{frame}'.*{known}") as caught:
        frame_pose(session.world, frame, code=109)
    assert caught.value.code == 109


@pytest.mark.parametrize(
    ("position", "rotation", "text"),
    [
        ((math.nan, 0, 0), (0, 0, 0, 1), "not finite"),
        ((0, 0, 0), (0, 0, math.inf, 1), "not finite"),
        ((2e5, 0, 0), (0, 0, 0, 1), "too far"),
        ((0, 0, 0), (0, 0, 0, 0), "not a rotation"),
        ((0, 0, 0), (1, 1, 0, 0), "not a rotation"),
    ],
)
def test_what_is_no_pose_is_refused(position, rotation, text):
    with pytest.raises(ControlError, match=text):
        checked_pose(Pose(position, rotation), code=101)


def test_a_nearly_unit_quaternion_is_made_one():
    pose = checked_pose(Pose((1, 2, 3), (0.0, 0.0, 0.0, 1.005)), code=101)
    assert pose.rotation_xyzw == (0.0, 0.0, 0.0, 1.0)
