"""A5: a ball where it can be, inside the floor, and moved by nothing."""

import math

import numpy as np
import pytest

from physai_sim.core import registry
from physai_sim.generation.physics.free_bodies import free_bodies
from physai_sim.generation.physics.lifting import body_middle
from physai_sim.generation.physics.measures.contact import Contact, margin_m
from physai_sim.generation.physics.tracking.look import look, look_at_truth


def scored(truth, sight_at, middles):
    return Contact().score(sight_at(truth, middles), truth)


def test_a_ball_that_sinks_is_as_deep_as_it_sinks(falling_ball_truth, sight_at):
    truth = falling_ball_truth
    middle = body_middle(truth, "ball").copy()
    radius = free_bodies(truth)["ball"].radius_m
    # Where the true ball is lowest, it is as far from the camera as the one that sinks.
    lowest = int(np.argmin(middle[:, 2]))
    middle[lowest, 2] = radius - 0.05
    found = scored(truth, sight_at, {"ball": middle}).parts
    assert found["penetration_mm"]["ball"] == pytest.approx(50.0, abs=6.0)
    assert found["penetrating_share"]["ball"] == pytest.approx(1 / len(middle), abs=0.04)


def test_the_truth_passes_and_a_ball_without_a_floor_fails(falling_ball_truth):
    truth = falling_ball_truth
    floor = Contact().score(look_at_truth(truth, how="tracker"), truth)
    limit = Contact().limit(floor.value, truth)
    clip = registry.find("faults", "no_floor")().plant(truth, 0)
    assert floor.value < 3.0 < limit < Contact().score(look(clip, truth), truth).value


def test_there_is_no_limit_where_the_true_film_loses_a_body(falling_ball_truth):
    margin_mm = 1000.0 * margin_m(falling_ball_truth)
    near, lost = (Contact().limit(n * margin_mm, falling_ball_truth) for n in (2.0, 2.1))
    assert near == pytest.approx(4.0 * margin_mm)  # a pixel is more than 3 mm here
    assert math.isinf(lost)


def test_nothing_to_follow_is_unknown(falling_ball_truth, sight_at):
    found = scored(falling_ball_truth, sight_at, {})
    assert found.value is None
    assert found.parts["doubts"].keys() == {"ball", "block"}


def test_it_applies_where_something_is_free_to_move(falling_ball_truth, lane_curve_truth):
    assert Contact().applies(falling_ball_truth)
    assert not Contact().applies(lane_curve_truth)


def test_a_block_that_walks_by_itself_is_seen(falling_ball_truth, sight_at):
    truth = falling_ball_truth
    middle = body_middle(truth, "block").copy()
    middle[:, 0] -= np.maximum(0.0, np.arange(len(middle)) - 12) * 0.03
    moved = scored(truth, sight_at, {"block": middle}).parts["unexplained_motion_mm"]["block"]
    assert moved == pytest.approx(180.0 - 3000 * margin_m(truth), abs=25.0)
