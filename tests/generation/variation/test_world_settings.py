"""A world with other values is what its file with these values would be."""

import pytest

from physai_sim.core import paths
from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.generation.variation.world_settings import with_settings


@pytest.mark.parametrize("world", paths.available("worlds"))
def test_no_setting_gives_the_same_world(world):
    config = load_world(world, ["randomize={}"])
    assert with_settings(config, ()) == config


def test_settings_on_top_are_those_of_the_file():
    settings = ["scene.bodies.cube.mass_kg=0.3", "scene.light.ambient=0.2"]
    base = load_world("pick_place", ["randomize={}"])
    assert with_settings(base, settings) == load_world("pick_place", ["randomize={}", *settings])


def test_a_value_that_is_none_is_refused_with_its_key():
    with pytest.raises(ConfigError, match=r"scene\.bodies\.cube\.mass_kg.*'much'"):
        with_settings(load_world("pick_place"), ["scene.bodies.cube.mass_kg=much"])
