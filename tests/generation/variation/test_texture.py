"""Textures repaint what carries no meaning, and leave alone what people name by its colour."""

import pytest

from physai_sim.core.config import load_world
from physai_sim.generation.variation.paths import check_looks
from physai_sim.generation.variation.texture import textured


@pytest.mark.parametrize("world", ["pick_place", "urban_loop", "sort_by_colour", "parking"])
def test_settings_are_looks_of_the_world(world):
    config = load_world(world)
    settings = textured(config, 3)
    assert settings
    check_looks(config, settings, where="test")


def test_equal_seeds_give_equal_textures_and_others_do_not():
    config = load_world("urban_loop")
    assert textured(config, 1) == textured(config, 1)
    assert textured(config, 1) != textured(config, 2)


@pytest.mark.parametrize("world", ["pick_place", "sort_by_colour", "stack_two", "push"])
def test_what_is_handled_keeps_its_colour(world):
    config = load_world(world)
    repainted = {setting.split(".")[2] for setting in textured(config, 1) if ".bodies." in setting}
    assert repainted
    for name in repainted:
        assert config.scene.bodies[name].mass_kg == 0.0
        assert min(config.scene.bodies[name].extents_m[:2]) >= 0.4
