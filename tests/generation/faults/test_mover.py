"""Mover: something crosses the picture, in front of everything."""

import numpy as np


def test_something_crosses_the_picture(plant, falling_ball_truth, differing):
    clip = plant("mover", falling_ball_truth)
    assert differing(clip, falling_ball_truth) == list(range(1, len(clip.frames)))
    gap = np.abs(clip.frames.astype(int) - falling_ball_truth.rgb).max(axis=3) > 40
    columns = [np.nonzero(frame)[1].mean() for frame in (gap[1], gap[-1])]
    assert abs(columns[1] - columns[0]) > 0.5 * clip.frames.shape[2]


def test_it_is_seen_from_a_moving_camera_too(plant, lane_curve_truth, differing):
    clip = plant("mover", lane_curve_truth)
    assert len(differing(clip, lane_curve_truth)) == len(clip.frames) - 1
