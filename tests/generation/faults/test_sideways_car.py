"""Sideways car: the car looks to a side, and moves as before."""

import math

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError


def test_what_lay_ahead_moves_aside_by_the_angle(plant, lane_curve_truth):
    clip = plant("sideways_car", lane_curve_truth)
    camera = lane_curve_truth.camera
    by = camera.focal_px * math.tan(math.radians(25.0))
    assert camera.width_px / 8 < by < camera.width_px  # it can be seen at all
    k = round(0.5 * clip.hz)
    rows = slice(0, camera.height_px // 2)  # houses far away
    true, seen = (
        f[k, rows].astype(float).mean(axis=(0, 2)) for f in (lane_curve_truth.rgb, clip.frames)
    )
    assert np.abs(seen - true).max() > 10


def test_the_first_frame_is_the_true_one(plant, lane_curve_truth, differing):
    clip = plant("sideways_car", lane_curve_truth)
    assert differing(clip, lane_curve_truth)[0] == 1


def test_a_film_without_a_car_is_refused(plant, falling_ball_truth):
    with pytest.raises(ConfigError, match="no car is seen"):
        plant("sideways_car", falling_ball_truth)
