"""How much variants differ, by numbers that are known; seeded."""

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.generation.physics.diversity import diversity

BLACK = np.zeros((20, 16, 16, 3), dtype=np.uint8)
WHITE = np.full_like(BLACK, 255)


def test_equal_variants_have_no_diversity_and_one_alone_is_unknown():
    assert diversity({"a": BLACK, "b": BLACK}).value == pytest.approx(0.0)
    assert "one variant" in diversity({"a": BLACK}).reason


def test_black_and_white_are_as_far_apart_as_colours_get():
    score = diversity({"a": BLACK, "b": WHITE})
    assert score.parts["colour"] == pytest.approx(1.0, abs=1e-3)
    assert score.parts["structure"] > 0.99


def test_each_pair_counts_once():
    score = diversity({"a": BLACK, "b": WHITE, "c": WHITE})
    assert score.parts["colour"] == pytest.approx(2 / 3, abs=1e-3)
    assert list(score.parts["pairs"]["colour"]) == ["a : b", "a : c", "b : c"]


def test_the_seed_decides_which_frames_are_compared():
    films = {"a": BLACK, "b": (BLACK + 12 * np.arange(20)[:, None, None, None]).astype(np.uint8)}
    assert diversity(films, seed=3) == diversity(films, seed=3)
    assert diversity(films, seed=3) != diversity(films, seed=4)


def test_another_distance_can_stand_beside_the_plain_ones():
    score = diversity({"a": BLACK, "b": WHITE}, distances={"one": lambda a, b: 1.0})
    assert (score.value, score.parts["one"]) == (1.0, 1.0)


def test_variants_of_other_sizes_are_refused():
    with pytest.raises(ConfigError, match="one number and size"):
        diversity({"a": BLACK, "b": BLACK[:-1]})
