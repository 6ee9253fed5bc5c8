"""Restitution: nothing changes before the bounce, and the ball bounces higher after it."""

import numpy as np


def test_the_ball_bounces_higher_and_all_before_is_true(
    plant, falling_ball_truth, differing, middle_of
):
    clip = plant("restitution", falling_ball_truth)
    true, seen = (middle_of(f)[:, 1] for f in (falling_ball_truth.rgb, clip.frames))
    bounce = int(np.argmax(true[:15]))
    assert min(differing(clip, falling_ball_truth)) >= bounce - 1
    assert seen[bounce:].min() < true[bounce:].min() - 3
