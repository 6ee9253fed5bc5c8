"""The variation matrix as expansions."""

import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.generation.variation.appearance import presets
from physai_sim.generation.variation.matrix import Matrix, variants


def test_all_pairs_of_light_weather_and_surface_fit_into_forty_five():
    found = variants(Matrix())
    assert len(found) == 45
    assert {expansion.name for expansion in found} <= set(presets())
    assert {expansion.kind for expansion in found} == {"appearance"}


def test_a_budget_is_kept_and_seeds_differ():
    few = variants(Matrix(), budget=6, seed=1)
    assert len({expansion.name for expansion in few}) == 6
    assert few == variants(Matrix(), budget=6, seed=1) != variants(Matrix(), budget=6, seed=2)


def test_textures_and_cameras_are_factors_too():
    config = load_world("lane_curve")
    found = variants(Matrix(textures=2, cameras=2), config=config, budget=8)
    parts = {part for expansion in found for part in expansion.name.split("+")}
    assert {"texture_0", "texture_1", "camera_0", "camera_1"} <= parts


def test_a_factor_can_be_kept_to_some_names():
    matrix = Matrix({"lighting": ("night", "noon"), "weather": ("rain",), "surface": ("wet",)})
    assert {e.name for e in variants(matrix)} == {"night+rain+wet", "noon+rain+wet"}


def test_unknown_factors_and_names_are_refused():
    with pytest.raises(UnknownNameError, match=r"'light'; did you mean 'lighting'"):
        variants(Matrix({"light": ("night",)}))
    with pytest.raises(UnknownNameError, match=r"'knight'; did you mean 'night'"):
        variants(Matrix({"lighting": ("knight",)}))
    with pytest.raises(ConfigError, match="no name is left"):
        variants(Matrix({"lighting": ()}))
