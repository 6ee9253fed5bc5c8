"""Gravity: the ball falls by 0.85 of its way."""

import numpy as np
import pytest


def test_the_ball_falls_more_slowly_by_the_factor(plant, falling_ball_truth, middle_of):
    clip = plant("gravity", falling_ball_truth)
    before_the_bounce = slice(0, 9)
    true = middle_of(falling_ball_truth.rgb)[before_the_bounce, 1]
    seen = middle_of(clip.frames)[before_the_bounce, 1]
    assert (seen[-1] - seen[0]) / (true[-1] - true[0]) == pytest.approx(0.85, abs=0.04)


def test_it_goes_sideways_as_it_did(plant, falling_ball_truth, middle_of):
    clip = plant("gravity", falling_ball_truth)
    true, seen = (middle_of(f)[:9, 0] for f in (falling_ball_truth.rgb, clip.frames))
    assert np.abs(seen - true).max() < 0.6


def test_the_first_frame_is_the_true_one(plant, falling_ball_truth, differing):
    assert 0 not in differing(plant("gravity", falling_ball_truth), falling_ball_truth)
