"""Short episodes that are varied."""

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.randomize import draw
from physai_sim.generation.source.episode import SourceEpisode

WIDTHS = {"pick_place": 7, "urban_loop": 2, "lane_curve": 2, "falling_ball": 7}


@pytest.fixture(scope="session")
def source_of():
    """`source_of("pick_place")`: some control steps of a world, with small random actions."""

    def make(world, steps=4, *settings, seed=1):
        config = load_world(world, settings)
        shape = (steps, WIDTHS[world])
        actions = 0.02 * np.random.default_rng(seed).standard_normal(shape)
        return SourceEpisode(f"{world}:{seed}", config, seed, draw(config, seed), actions)

    return make
