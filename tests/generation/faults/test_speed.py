"""Speed: the ball goes sideways by 0.83 of its way; arms are told to move by less."""

import numpy as np
import pytest

from physai_sim.generation.faults.speed import _told_less


def test_the_ball_goes_sideways_by_less_and_falls_as_it_did(plant, falling_ball_truth, middle_of):
    clip = plant("speed", falling_ball_truth)
    true, seen = (middle_of(f)[:9] for f in (falling_ball_truth.rgb, clip.frames))
    ways = [rows[-1, 0] - rows[0, 0] for rows in (seen, true)]
    assert ways[0] / ways[1] == pytest.approx(0.83, abs=0.05)
    assert np.abs(seen[:, 1] - true[:, 1]).max() < 0.6


def test_where_nothing_starts_with_a_speed_actions_are_less_but_grippers_as_before(
    pick_place_truth,
):
    source, slower = pick_place_truth.source, _told_less(pick_place_truth)
    assert slower.actions[:, :-1] == pytest.approx(0.83 * source.actions[:, :-1])
    assert np.array_equal(slower.actions[:, -1], source.actions[:, -1])
