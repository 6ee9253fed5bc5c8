"""No floor: the ball is gone where it should have bounced; what stands keeps standing."""

import numpy as np


def test_the_ball_falls_through_the_floor_and_all_before_is_true(
    plant, falling_ball_truth, differing, middle_of
):
    clip = plant("no_floor", falling_ball_truth)
    bounce = int(np.argmax(middle_of(falling_ball_truth.rgb)[:15, 1]))
    assert min(differing(clip, falling_ball_truth)) >= bounce - 1
    assert np.isnan(middle_of(clip.frames)[bounce + 5 :]).all()


def test_the_block_stays_where_it_stands(plant, falling_ball_truth):
    clip = plant("no_floor", falling_ball_truth)
    block = falling_ball_truth.mask("block")[-1]
    assert (clip.frames[-1][block] == falling_ball_truth.rgb[-1][block]).mean() > 0.9
