"""Paths in metres: hand-made sights give exact numbers, gaps stay gaps, carriers are cameras."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.generation.physics.lifting import body_middle
from physai_sim.generation.physics.motion import carrier_of, is_arm, motion_of, pixel_m
from physai_sim.generation.physics.sight import CameraMotion
from physai_sim.generation.physics.tracking.look import look_at_truth


def beside(truth, body, metres):
    """Points at a distance to the right of a body, as its camera sees it."""
    x, y = truth.camera.pose_optical_in_parent.matrix()[:2, 0]
    right = np.array([x, y, 0.0]) / np.hypot(x, y)  # the camera does not roll: level
    return body_middle(truth, body) + metres * right


def test_a_body_that_is_seen_beside_its_place_is_off_by_that_much(push_truth, sight_at):
    sight = sight_at(push_truth, {"cube": beside(push_truth, "cube", 0.03)})
    path = motion_of(sight, push_truth).paths["cube"]
    assert path.errors_m() == pytest.approx(0.03, abs=1e-9)
    assert path.rmse_m() == pytest.approx(0.03, abs=1e-9)


def test_frames_in_which_a_body_is_not_seen_are_left_out(push_truth, sight_at):
    points = beside(push_truth, "cube", 0.03)
    points[10:20] = np.nan
    path = motion_of(sight_at(push_truth, {"cube": points}), push_truth).paths["cube"]
    assert path.known.sum() == len(points) - 10
    assert path.rmse_m() == pytest.approx(0.03, abs=1e-9)


def test_a_body_that_is_hardly_ever_seen_or_in_doubt_has_no_path(push_truth, sight_at):
    points = beside(push_truth, "cube", 0.0)
    points[2:] = np.nan
    motion = motion_of(sight_at(push_truth, {"cube": points}), push_truth)
    assert not motion.paths
    assert "fewer than 3" in motion.doubts["cube"]
    sight = sight_at(push_truth, {"cube": beside(push_truth, "cube", 0.0)})
    doubtful = replace(sight.tracks["cube"], doubt="too small")
    motion = motion_of(replace(sight, tracks={"cube": doubtful}), push_truth)
    assert not motion.paths
    assert motion.doubts == {"cube": "too small"}


def test_an_arm_is_compared_by_what_is_seen_of_it(push_truth):
    motion = motion_of(look_at_truth(push_truth, how="masks"), push_truth)
    assert is_arm(push_truth, "arm")
    assert not is_arm(push_truth, "cube")
    assert motion.paths["arm"].rmse_m() == pytest.approx(0.0, abs=1e-9)


def test_what_carries_the_camera_goes_where_the_camera_goes(lane_curve_truth, sight_at):
    truth = lane_curve_truth
    assert carrier_of(truth) == "ego"
    sight = replace(sight_at(truth, {}), camera=moved(truth, 0.0))
    path = motion_of(sight, truth).paths["ego"]
    assert path.rmse_m() == pytest.approx(0.0, abs=1e-9)
    assert path.length_m() > 1.0
    sight = replace(sight, camera=moved(truth, 0.5))
    assert motion_of(sight, truth).paths["ego"].rmse_m() == pytest.approx(0.5)


def test_a_camera_in_doubt_says_nothing_of_its_carrier(lane_curve_truth, sight_at):
    camera = replace(moved(lane_curve_truth, 0.0), doubt="too few points")
    sight = replace(sight_at(lane_curve_truth, {}), camera=camera)
    motion = motion_of(sight, lane_curve_truth)
    assert not motion.paths
    assert motion.doubts == {"ego": "too few points"}


def test_a_pixel_is_as_long_as_depth_over_focal_length(push_truth):
    truth = replace(push_truth, depth_m=np.full_like(push_truth.depth_m, 2.0))
    assert pixel_m(truth) == pytest.approx(2.0 / truth.camera.focal_px)


def moved(truth, metres):
    poses = truth.camera_poses.copy()
    poses[:, 2] += metres
    return CameraMotion(poses, np.full(len(poses), 100))


def test_only_what_lies_across_the_ray_counts_as_seen(push_truth, sight_at):
    still = np.repeat(body_middle(push_truth, "cube")[:1], len(push_truth.stamps_ns), axis=0)
    path = motion_of(sight_at(push_truth, {"cube": still}), push_truth).paths["cube"]
    ends = np.array([0])
    moved = path.seen[-1:] - path.seen[:1]
    assert np.linalg.norm(moved) > 0.01  # the true cube is at another distance by then
    assert path.across(moved, ends) == pytest.approx(0.0, abs=1e-9)
