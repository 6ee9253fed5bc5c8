"""Episodes that are played to be expanded."""

import numpy as np

from physai_sim.core import randomize
from physai_sim.core.config import load_world
from physai_sim.generation.source.from_world import from_world

SHORT = ["time_limit_s=0.5"]


def test_an_expert_plays_the_episode_of_a_seed():
    config = load_world("reach", SHORT)
    source = from_world(config, 3)
    assert source.actions.shape == (config.time_limit_steps, 7)
    assert source.draw == randomize.draw(config, 3)
    assert (source.seed, source.exact, source.success) == (3, True, False)
    assert np.array_equal(from_world(config, 3).actions, source.actions)


def test_another_policy_can_play_it():
    config = load_world("reach", SHORT)
    expert, other = from_world(config, 3), from_world(config, 3, "random")
    assert not np.array_equal(expert.actions, other.actions)
    assert "random" in other.name
