"""Surfaces are settings of the weather that lies."""

from physai_sim.core.scene_config import WeatherConfig
from physai_sim.generation.variation.surface import SURFACES


def test_there_are_four_and_each_sets_what_a_world_file_knows():
    assert list(SURFACES) == ["dry", "wet", "snowy", "sandy"]
    known = {f"scene.weather.{key}" for key in WeatherConfig.model_fields}
    for settings in SURFACES.values():
        assert {setting.partition("=")[0] for setting in settings} <= known
