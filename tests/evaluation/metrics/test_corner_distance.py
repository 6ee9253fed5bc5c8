import dataclasses
import math

import numpy as np
import pytest

from physai_sim.core.truth import BodyInfo
from physai_sim.evaluation.metrics.corner_distance import CornerDistance


def with_car(episode, size=(4.0, 2.0, 1.5), middle=(0.0, 0.0, 0.0)):
    bodies = {"ego": BodyInfo("robot", size, middle)}
    return dataclasses.replace(episode, facts=dataclasses.replace(episode.facts, bodies=bodies))


def test_a_car_that_is_ahead_has_all_its_corners_as_far_ahead(cruise, plan):
    result = CornerDistance().score(with_car(cruise(plan(0.0, [2.0] * 5))))
    assert result.value == pytest.approx(0.11)


def test_a_car_that_turned_on_the_spot_is_half_a_diagonal_times_the_chord(trip, plan):
    # It stands at a quarter turn from where it was planned to stand.
    yaw = math.pi / 2
    rows = 6
    episode = trip(np.zeros((rows, 2)), speed=0.0, plans=(plan(0.0, [0.0] * 5),))
    odometry = episode.odometry["ego"]
    odometry[1:, 5], odometry[1:, 6] = math.sin(yaw / 2), math.cos(yaw / 2)
    result = CornerDistance().score(with_car(episode))
    half_diagonal = math.hypot(2.0, 1.0)
    assert result.value == pytest.approx(2 * half_diagonal * math.sin(yaw / 2))


def test_the_middle_of_the_box_before_the_axle_makes_a_turn_weigh_more(cruise, plan):
    bend = plan(0.0, [[0.0, 0.02]] * 5)
    near = CornerDistance().score(with_car(cruise(bend))).value
    far = CornerDistance().score(with_car(cruise(bend), middle=(3.0, 0.0, 0.0))).value
    assert far > near


def test_the_best_candidate_counts(cruise, plan):
    result = CornerDistance().score(with_car(cruise(plan(0.0, [2.0] * 5, [0.0] * 5))))
    assert result.value == pytest.approx(0.0, abs=1e-9)


def test_a_car_of_unknown_size_has_no_corners(cruise, plan):
    result = CornerDistance().score(cruise(plan(0.0, [0.0] * 5)))
    assert (result.value, result.reason) == (None, "the size of the car is not recorded")
