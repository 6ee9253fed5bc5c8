"""Learners see all of the ground truth, in units of about one."""

import math

import numpy as np
import pytest
from gymnasium import spaces

from physai_sim.core import paths
from physai_sim.core.features import FeatureMap
from physai_sim.training.features import features_of, scaled


def _boxes(**sizes):
    return {name: spaces.Box(-10.0, 10.0, (size,), np.float64) for name, size in sizes.items()}


def test_a_target_is_seen_as_the_way_there_and_the_tool_as_its_place():
    features = features_of(_boxes(target_position_m=3, tool_position_m=3))
    seen = FeatureMap(features)(
        {
            "target_position_m": np.array([0.5, 0.1, 0.7]),
            "tool_position_m": np.array([0.3, 0, 0.9]),
        }
    )
    np.testing.assert_allclose(seen, [2.0, 1.0, -2.0, 1.0, 0.0, 3.0], rtol=1e-6)


def test_the_state_of_a_lane_is_seen_in_its_units():
    seen = FeatureMap(features_of(_boxes(lane_state=5)))(
        {"lane_state": np.array([0.5, -0.3, 4.0, 8.0, 200.0])}
    )
    np.testing.assert_allclose(seen, [0.5, -1.0, 0.5, 1.0, 2.0], rtol=1e-6)


def test_how_fast_a_car_turns_is_seen_where_its_odometry_is_read():
    odometry = np.arange(13.0) * 0.1
    seen = FeatureMap(features_of({}, ["odometry", "contact"]))({"odometry": odometry})
    np.testing.assert_allclose(seen, [4.0], rtol=1e-6)
    assert features_of({}, ["contact"]) == ()


def test_an_entry_without_units_of_its_size_is_seen_as_it_is():
    assert features_of(_boxes(lane_state=1, gap_m=2)) == (
        {"lane_state.0": 1.0},
        {"gap_m.0": 1.0},
        {"gap_m.1": 1.0},
    )


def test_a_target_without_a_tool_is_seen_as_it_is():
    assert features_of(_boxes(target_position_m=1)) == ({"target_position_m.0": 1.0},)


def test_numbers_of_another_entry_are_subtracted_one_by_one():
    assert scaled("a", [2.0, 4.0], start="b") == (
        {"a.0": 0.5, "b.0": -0.5},
        {"a.1": 0.25, "b.1": -0.25},
    )


@pytest.mark.parametrize("world", paths.available("worlds"))
def test_every_number_of_the_ground_truth_of_every_world_is_seen(world, open_session):
    session = open_session(world, cameras=False, privileged=True)
    truth = session.task.privileged_space(session.stage)
    features = features_of(truth)
    numbers = {f"{name}.{i}" for name, box in truth.items() for i in range(math.prod(box.shape))}
    assert {name for feature in features for name in feature} == numbers
    seen = FeatureMap(features)(session.reset(0).privileged)
    assert np.isfinite(seen).all()
