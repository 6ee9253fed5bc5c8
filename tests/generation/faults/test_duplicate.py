"""Duplicate: a second ball beside the first from a frame on."""

import numpy as np


def reds(frame):
    red, green, blue = np.moveaxis(frame.astype(int), 2, 0)
    return int(((red > 2 * green) & (red > 2 * blue)).sum())


def test_there_is_twice_as_much_of_the_ball_from_a_frame_on(plant, falling_ball_truth, differing):
    clip = plant("duplicate", falling_ball_truth)
    later = differing(clip, falling_ball_truth)
    assert later == list(range(later[0], len(clip.frames)))
    k = later[0]
    assert 1.7 < reds(clip.frames[k]) / reds(falling_ball_truth.rgb[k]) < 2.3


def test_the_first_ball_stays_as_it_was(plant, falling_ball_truth, differing):
    clip = plant("duplicate", falling_ball_truth)
    k = differing(clip, falling_ball_truth)[0]
    ball = falling_ball_truth.mask("ball")[k]
    assert (clip.frames[k][ball] == falling_ball_truth.rgb[k][ball]).all(axis=1).mean() > 0.95
