"""Looking at clips and at the truth: what is given is taken, what is not is followed."""

import numpy as np
import pytest

from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.tracking.look import look, look_at_truth


def test_masks_that_are_given_are_taken(falling_ball_truth):
    masks = {"ball": falling_ball_truth.mask("ball")}
    clip = Clip("with masks", falling_ball_truth.hz, falling_ball_truth.rgb, masks)
    sight = look(clip, falling_ball_truth)
    assert sight.how == "masks"
    assert np.array_equal(sight.tracks["ball"].masks, masks["ball"])


def test_the_true_ball_is_tracked_to_a_pixel(falling_ball_truth):
    by_eye = look_at_truth(falling_ball_truth, how="tracker").tracks["ball"]
    by_mask = look_at_truth(falling_ball_truth, how="masks").tracks["ball"]
    away = np.linalg.norm(by_eye.centre_px - by_mask.centre_px, axis=1)
    assert np.nanmedian(away) < 1.0


def test_a_camera_that_stands_has_no_motion(falling_ball_truth):
    assert look_at_truth(falling_ball_truth, how="tracker").camera is None
    assert look_at_truth(falling_ball_truth, how="masks").camera is None


def test_a_camera_that_drives_is_followed_or_known(lane_curve_truth):
    known = look_at_truth(lane_curve_truth, how="masks").camera
    assert np.array_equal(known.poses, lane_curve_truth.camera_poses)
    seen = look_at_truth(lane_curve_truth, how="tracker").camera
    assert seen.doubt is None
    assert seen.poses[0] == pytest.approx(known.poses[0])
