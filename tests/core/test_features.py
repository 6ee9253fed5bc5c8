"""Features are weighted sums, clipped; answers become actions without moving what rests."""

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.features import LIMIT, FeatureMap, action_of

SEEN = {"way": np.array([3.0, -4.0]), "speed.raw": np.array([8.0])}


def test_a_feature_is_the_weighted_sum_of_its_numbers():
    see = FeatureMap([{"way.0": 2.0, "way.1": 1.0}, {"speed.raw.0": 0.125}, {}])
    features = see(SEEN)
    assert features.dtype == np.float32
    np.testing.assert_array_equal(features, [2.0, 1.0, 0.0])
    assert see.size == 3


def test_the_numbers_of_rows_are_counted_row_by_row():
    rows = {"cubes": np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])}
    assert FeatureMap([{"cubes.4": 1.0}])(rows) == [5.0]
    with pytest.raises(ConfigError, match=r"cubes\.6"):
        FeatureMap([{"cubes.6": 1.0}])(rows)


def test_a_feature_is_never_beyond_the_limit():
    np.testing.assert_array_equal(
        FeatureMap([{"way.0": 1e9}, {"way.1": 1e9}])(SEEN), [LIMIT, -LIMIT]
    )


@pytest.mark.parametrize("name", ["way", "way.x", "way.-1", ".3", "way."])
def test_a_name_without_an_index_is_refused(name):
    with pytest.raises(ConfigError, match=r"mine: no name of a number, got .*ENTRY\.INDEX"):
        FeatureMap([{name: 1.0}], where="mine")


@pytest.mark.parametrize("name", ["wey.0", "way.2"])
def test_a_number_that_the_observation_lacks_is_named(name):
    see = FeatureMap([{"way.0": 1.0}, {name: 1.0}], where="mine")
    with pytest.raises(ConfigError, match=rf"mine: .* got '{name}'.*way"):
        see(SEEN)


def test_the_ends_of_an_answer_are_the_ends_of_the_action():
    low, high = np.array([-8.0, 0.0, 1.0]), np.array([3.0, 0.08, 5.0])
    np.testing.assert_allclose(action_of(np.full(3, -1.0), low, high), low)
    np.testing.assert_allclose(action_of(np.full(3, 1.0), low, high), high)
    np.testing.assert_allclose(action_of(np.full(3, -7.0), low, high), low)


def test_an_answer_of_nothing_commands_nothing_where_an_action_has_both_signs():
    low, high = np.array([-8.0, 0.0, 1.0]), np.array([3.0, 0.08, 5.0])
    np.testing.assert_allclose(action_of(np.zeros(3), low, high), [0.0, 0.04, 3.0])
    np.testing.assert_allclose(action_of(np.full(3, 0.5), low, high), [1.5, 0.06, 4.0])
    np.testing.assert_allclose(action_of(np.full(3, -0.5), low, high), [-4.0, 0.02, 2.0])
