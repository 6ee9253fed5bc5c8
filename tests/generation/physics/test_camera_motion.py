"""The camera's own motion: followed in films of a car and of a wrist, and doubted in others."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.generation.faults.sideways_car import SidewaysCar
from physai_sim.generation.physics.camera_motion import _best, camera_motion
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.measures.feasibility import Feasibility
from physai_sim.generation.physics.measures.state_error import StateError
from physai_sim.generation.physics.odometry.alignment import Agreement
from physai_sim.generation.physics.tracking.look import look, look_at_truth
from physai_sim.generation.physics.truth import View, true_film
from physai_sim.generation.source.from_world import from_world


def length_m(poses):
    return np.linalg.norm(np.diff(poses[:, :3], axis=0), axis=1).sum()


def drift(motion, truth):
    """Greatest distance to the truth as a share of the path."""
    away = np.linalg.norm(motion.poses[:, :3] - truth.camera_poses[:, :3], axis=1)
    return away.max() / length_m(truth.camera_poses)


def film(world, view, limit_s):
    return true_film(from_world(load_world(world, (f"time_limit_s={limit_s}",)), 1), view)


@pytest.fixture(scope="module")
def followed(lane_curve_truth):
    return camera_motion(Clip("true", 12, lane_curve_truth.rgb), lane_curve_truth)


def test_the_true_film_shows_the_true_path(followed, lane_curve_truth):
    """Small and slow as it is; two percent are kept at 24 Hz and 128 px."""
    assert followed.doubt is None
    assert drift(followed, lane_curve_truth) <= 0.05
    assert length_m(followed.poses) == pytest.approx(
        length_m(lane_curve_truth.camera_poses), rel=0.03
    )


def test_the_first_pose_is_the_truth_s_and_the_same_film_gives_the_same_motion(
    followed, lane_curve_truth
):
    again = camera_motion(Clip("again", 12, lane_curve_truth.rgb), lane_curve_truth)
    assert followed.poses[0] == pytest.approx(lane_curve_truth.camera_poses[0])
    assert np.array_equal(again.poses, followed.poses)


def test_a_film_in_which_the_car_stands_shows_that_it_stands(lane_curve_truth):
    still = np.repeat(lane_curve_truth.rgb[:1], len(lane_curve_truth.rgb), axis=0)
    found = camera_motion(Clip("freeze", 12, still), lane_curve_truth)
    assert length_m(found.poses) < 0.02 * length_m(lane_curve_truth.camera_poses)


@pytest.mark.parametrize("level", [None, 0])
def test_noise_and_black_are_doubted_with_a_reason(lane_curve_truth, level):
    shape = lane_curve_truth.rgb.shape
    noise = np.random.default_rng(0).integers(0, 255, shape, dtype=np.uint8)
    frames = noise if level is None else np.full(shape, level, dtype=np.uint8)
    found = camera_motion(Clip("no film", 12, frames), lane_curve_truth)
    assert "too unlike the true film" in found.doubt
    assert np.isfinite(found.poses).all()


def test_of_two_that_fit_about_as_well_the_one_on_the_way_is_taken():
    def at(x, correlation):
        pose = np.eye(4)
        pose[0, 3] = x
        return pose, Agreement(correlation, 99)

    guess = at(1.0, 0.0)[0]
    assert _best([at(1.1, 0.95), at(4.0, 0.96)], guess)[0][0, 3] == 1.1
    assert _best([at(1.1, 0.80), at(4.0, 0.96)], guess)[0][0, 3] == 4.0


def test_a_camera_that_stands_has_no_motion(falling_ball_truth):
    clip = Clip("true", 24, falling_ball_truth.rgb)
    assert camera_motion(clip, falling_ball_truth) is None


def test_a_lens_that_bends_lines_is_not_followed(lane_curve_truth):
    bent = replace(lane_curve_truth.camera, distortion=(-0.1, 0.0, 0.0, 0.0, 0.0))
    truth = replace(lane_curve_truth, camera=bent)
    assert "bends lines" in camera_motion(Clip("bent", 12, truth.rgb), truth).doubt


@pytest.mark.slow
def test_a_sixth_less_speed_shows_as_such():
    """A film at 48 Hz that is played at 40 Hz."""
    truth = film("lane_curve", View("front_camera", 40, (128, 128), 100), 3.0)
    faster = film("lane_curve", View("front_camera", 48, (128, 128), 100), 3.0)
    found = camera_motion(Clip("slow", 40, faster.rgb), truth)
    share = length_m(found.poses) / length_m(truth.camera_poses)
    assert found.doubt is None
    true_share = length_m(faster.camera_poses) / length_m(truth.camera_poses)
    assert share == pytest.approx(0.83, abs=0.03)
    assert share == pytest.approx(true_share, abs=0.03)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("world", "camera", "limit_s"),
    [
        ("lane_curve", "front_camera", 3.0),
        ("urban_loop", "front_camera", 3.0),
        ("reach", "wrist_camera", 2.5),
    ],
)
def test_cars_and_wrists_are_followed_to_two_percent(world, camera, limit_s):
    truth = film(world, View(camera, 24, (128, 128)), limit_s)
    found = camera_motion(Clip("true", 24, truth.rgb), truth)
    assert found.doubt is None
    assert drift(found, truth) <= 0.02


@pytest.mark.slow
def test_a_car_that_goes_sideways_is_found_out_and_the_true_one_is_not():
    truth = film("lane_curve", View("front_camera", 24, (128, 128), 72), 3.0)
    fault = look(SidewaysCar().plant(truth, 1), truth)
    for measure, passes in ((Feasibility(), False), (StateError(), False)):
        floor = measure.score(look_at_truth(truth, how="tracker"), truth).value
        limit = measure.limit(floor, truth)
        assert floor <= limit
        assert (measure.score(fault, truth).value <= limit) is passes
