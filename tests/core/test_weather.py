"""Named weathers are settings that every world takes."""

import pytest

from physai_sim.core import paths
from physai_sim.core.config import load_world
from physai_sim.core.weather import WEATHERS


@pytest.mark.parametrize("name", WEATHERS)
@pytest.mark.parametrize("world", paths.available("worlds"))
def test_every_world_takes_every_weather(name, world):
    config = load_world(world, [*WEATHERS[name], "randomize={}"])
    assert (config.scene.weather.visibility_m is not None) == (name in ("fog", "rain"))
    assert config.scene.light.headlights == (name == "night")
