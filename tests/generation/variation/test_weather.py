"""Weathers dim and grey the light of any time of day."""

import pytest

from physai_sim.core.weather import WEATHERS as NAMED
from physai_sim.generation.variation.lighting import LIGHTINGS
from physai_sim.generation.variation.weather import WEATHERS, under


def _spread(colour):
    return max(colour) - min(colour)


def test_there_are_five():
    assert list(WEATHERS) == ["clear", "cloudy", "fog", "rain", "snow"]


def test_clear_weather_leaves_the_light_alone():
    for light in LIGHTINGS.values():
        assert under(light, WEATHERS["clear"]) == light


@pytest.mark.parametrize("name", ["cloudy", "fog", "rain", "snow"])
def test_other_weather_takes_the_sun_and_greys_the_sky(name):
    for light in LIGHTINGS.values():
        dim = under(light, WEATHERS[name])
        assert dim.diffuse < 0.5 * light.diffuse
        assert not dim.shadow
        assert _spread(dim.sky_rgb) <= _spread(light.sky_rgb) + 0.02


def test_night_stays_dark_in_fog_and_day_bright():
    fog = WEATHERS["fog"]
    assert max(under(LIGHTINGS["night"], fog).sky_rgb) < 0.2
    assert min(under(LIGHTINGS["noon"], fog).sky_rgb) > 0.7


def test_fog_and_rain_are_those_of_the_gallery():
    for name in ("fog", "rain"):
        assert set(WEATHERS[name].air) <= set(NAMED[name])
