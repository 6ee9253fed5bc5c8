"""Which body a fault befalls, and when."""

from dataclasses import replace

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.generation.faults._subject import loose, onset, shape_of, subject_of


def test_it_is_what_moves_farthest_and_no_robot(falling_ball_truth, pick_place_truth):
    assert subject_of(falling_ball_truth, "vanish") == "ball"
    assert subject_of(pick_place_truth, "vanish") == "cube"
    assert loose(falling_ball_truth) == ["ball", "block"]


def test_a_world_where_nothing_moves_on_its_own_is_refused(lane_curve_truth):
    with pytest.raises(ConfigError, match="the fault vanish needs a body that moves on its own"):
        subject_of(lane_curve_truth, "vanish")


def test_its_shape_is_only_seen(falling_ball_truth):
    shape = shape_of(falling_ball_truth, "ball")
    assert (shape.mass_kg, shape.collides, shape.radius_m) == (0.0, False, 0.11)


def test_it_begins_in_the_second_quarter(falling_ball_truth):
    count = len(falling_ball_truth.stamps_ns)
    firsts = {onset(falling_ball_truth, seed, "freeze") for seed in range(20)}
    assert min(firsts) >= count // 4
    assert max(firsts) < count // 2
    assert len(firsts) > 3


def test_a_film_that_is_too_short_is_refused(falling_ball_truth):
    short = replace(falling_ball_truth, stamps_ns=falling_ball_truth.stamps_ns[:8])
    with pytest.raises(ConfigError, match=r"too short for the fault vanish.*at least 36"):
        onset(short, 0, "vanish", lasts=8)
