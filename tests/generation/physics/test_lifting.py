"""From pixels to metres and back."""

import numpy as np
import pytest

from physai_sim.generation.physics import lifting
from physai_sim.generation.physics.tracking.look import look_at_truth


@pytest.fixture(scope="module")
def seen(push_truth):
    return look_at_truth(push_truth, how="masks").tracks


def test_a_point_comes_back_from_its_pixel_and_its_depth(push_truth):
    points = lifting.body_middle(push_truth, "cube")
    depth = lifting.in_optical(points, push_truth)[:, 2]
    back = lifting.unprojected(lifting.pixels(points, push_truth), depth, push_truth)
    assert np.abs(back - points).max() < 1e-9


def test_a_point_behind_the_camera_has_no_pixel(push_truth):
    eye = push_truth.camera_poses
    behind = lifting.unprojected(np.zeros((len(eye), 2)), np.full(len(eye), -1.0), push_truth)
    assert np.isnan(lifting.pixels(behind, push_truth)).all()


def test_a_camera_that_moves_is_where_it_was_in_each_frame(lane_curve_truth):
    truth = lane_curve_truth
    middle = np.tile(truth.camera.centre_px, (len(truth.rgb), 1))
    ahead = lifting.unprojected(middle, np.full(len(middle), 5.0), truth)
    assert np.linalg.norm(ahead - truth.camera_poses[:, :3], axis=1) == pytest.approx(5.0)
    assert np.abs(lifting.pixels(ahead, truth) - middle).max() < 1e-6


def test_the_true_film_is_lifted_to_within_a_few_millimetres(push_truth, seen):
    miss = lifting.lifted(seen["cube"], push_truth) - lifting.body_middle(push_truth, "cube")
    assert np.nanmedian(np.linalg.norm(miss, axis=1)) < 0.012


def test_a_body_that_is_not_seen_has_no_place(push_truth, seen):
    lifted = lifting.lifted(seen["cube"], push_truth)
    assert np.array_equal(np.isfinite(lifted).all(axis=1), seen["cube"].seen)


def test_the_true_film_is_as_far_away_as_it_is(push_truth, seen):
    depth = lifting.depth_by_size(seen["cube"], push_truth)
    true = lifting.in_optical(lifting.body_middle(push_truth, "cube"), push_truth)[:, 2]
    assert depth == pytest.approx(true)
