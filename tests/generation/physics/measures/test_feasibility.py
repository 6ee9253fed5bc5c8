"""A8: cars and arms that move as they can, and as they cannot."""

import math
from dataclasses import replace

import numpy as np
import pytest

from physai_sim.core.geometry import from_rpy, multiply
from physai_sim.generation.physics import arm_limits
from physai_sim.generation.physics.car_limits import drive_of
from physai_sim.generation.physics.hand_path import hand_path
from physai_sim.generation.physics.measures.feasibility import Feasibility
from physai_sim.generation.physics.motion import pose_of
from physai_sim.generation.physics.tracking.look import look_at_truth

HZ = 24


def round_a_circle(*, radius=20.0, speed=5.0, slip=0.0):
    """Poses of a car that goes to the left round a circle, turned by `slip` against its way."""
    turned = speed / radius * np.arange(48) / HZ
    rows = [
        (radius * math.sin(a), radius * (1 - math.cos(a)), 0.0, *from_rpy(0.0, 0.0, a - slip))
        for a in turned
    ]
    return np.array(rows)


def test_a_circle_has_its_curvature_its_acceleration_and_no_slip():
    drive = drive_of(round_a_circle(), HZ)
    assert drive.curvature_per_m == pytest.approx(1 / 20, rel=0.01)
    assert drive.lateral_mps2 == pytest.approx(25 / 20, rel=0.01)
    assert np.abs(drive.slip_rad).max() < 0.01


def test_slip_is_the_angle_between_way_and_heading():
    drive = drive_of(round_a_circle(slip=0.4), HZ)
    assert drive.slip_rad == pytest.approx(0.4, abs=0.01)


def test_the_true_car_passes_and_one_that_goes_sideways_fails(lane_curve_truth):
    sight = look_at_truth(lane_curve_truth, how="masks")
    limit = Feasibility().limit(0.0, lane_curve_truth)
    assert Feasibility().score(sight, lane_curve_truth).value < 1.0
    poses = sight.camera.poses.copy()
    turn = from_rpy(0.0, 0.0, math.radians(25.0))
    poses[1:, 3:] = [multiply(turn, row) for row in poses[1:, 3:].tolist()]
    sideways = replace(sight, camera=replace(sight.camera, poses=poses))
    assert Feasibility().score(sideways, lane_curve_truth).value > limit


def test_a_camera_that_is_lost_is_unknown(lane_curve_truth):
    sight = look_at_truth(lane_curve_truth, how="masks")
    lost = replace(sight, camera=replace(sight.camera, doubt="night"))
    assert Feasibility().score(lost, lane_curve_truth).reason == "night"


def test_an_arm_reaches_where_it_went_and_not_what_is_too_far(push_truth):
    path = [pose_of(row) for row in push_truth.tools["arm"][:12]]
    near = arm_limits.reach(path, "arm", push_truth)
    assert near.residual_m.max() < 0.001
    far = [replace(pose, position_m=(2.0, 0.0, 0.5)) for pose in path]
    used = arm_limits.uses(arm_limits.reach(far, "arm", push_truth), push_truth.hz)
    assert used["inverse_kinematics"] > 50.0


def test_a_hand_that_stands_still_is_found_where_it_is(falling_ball_truth):
    found = hand_path(falling_ball_truth.rgb, "arm", falling_ball_truth)
    assert found == pytest.approx(falling_ball_truth.tools["arm"][:, :3], abs=0.002)


def test_an_even_stroke_is_smoother_than_one_with_halts():
    times = np.linspace(0.0, 1.0, 48)
    even = 10 * times**3 - 15 * times**4 + 6 * times**5
    halting = times + 0.02 * np.sin(40 * times)
    told = [arm_limits.smoothness(np.outer(way, [1.0, 0.0, 0.0]), HZ) for way in (even, halting)]
    assert told[0]["sparc"] > told[1]["sparc"]
    assert told[0]["jerk_mps3"] < told[1]["jerk_mps3"]
