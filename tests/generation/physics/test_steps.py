"""Steps: pooled cosines and gains, what actions direct, and what hardly moves."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.generation.physics.motion import Path
from physai_sim.generation.physics.steps import (
    cosine,
    directed,
    followed,
    gain,
    is_directed_to_move,
    moves,
    step_frames,
    steps,
)


def straight(count, metres):
    return np.linspace(0.0, metres, count)[:, None] * [1.0, 0.0, 0.0]


def test_a_step_is_a_quarter_of_a_second_and_at_least_a_frame(push_truth):
    assert step_frames(push_truth) == round(push_truth.hz / 4)


def test_steps_with_a_gap_at_either_end_are_left_out(push_truth):
    seen = straight(30, 1.0)
    seen[10] = np.nan
    shown, true = steps(Path(seen, straight(30, 1.0)), push_truth)
    assert len(shown) == len(true) == 30 - step_frames(push_truth) - 2
    assert shown == pytest.approx(true)


def test_cosine_and_gain_of_half_the_motion_and_of_none():
    true = straight(5, 1.0)
    assert cosine(true / 2, true) == pytest.approx(1.0)
    assert gain(true / 2, true) == pytest.approx(0.5)
    assert cosine(-true, true) == pytest.approx(-1.0)
    assert cosine(true * 0.0, true) == 0.0


def test_a_body_moves_if_it_goes_further_than_two_pixels():
    assert moves(Path(straight(5, 0.0), straight(5, 0.05)), 0.02)
    assert not moves(Path(straight(5, 1.0), straight(5, 0.03)), 0.02)


def test_actions_direct_robots_and_what_they_touch(push_truth):
    assert set(directed(push_truth)) == {"arm", "cube"}
    path = Path(straight(5, 1.0), straight(5, 1.0))
    assert set(followed({"cube": path, "spot": path}, push_truth)) == {"cube"}


def test_an_episode_in_which_all_that_is_directed_rests_has_nothing_to_follow(push_truth):
    assert is_directed_to_move(push_truth, 0.01)
    still = {n: np.repeat(rows[:1], len(rows), axis=0) for n, rows in push_truth.poses.items()}
    tools = {n: np.repeat(rows[:1], len(rows), axis=0) for n, rows in push_truth.tools.items()}
    assert not is_directed_to_move(replace(push_truth, poses=still, tools=tools), 0.01)
