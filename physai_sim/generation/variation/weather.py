"""Five weathers: what is in the air, and what it does to the light of any time of day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from physai_sim.core.scene_config import LightConfig
from physai_sim.core.weather import WEATHERS as NAMED

AIR = "scene.weather."
_Colour = tuple[float, float, float]
# Clouds and fog throw back what little light there is at night.
DARKEST_SKY = 0.16
_GREY: _Colour = (0.94, 0.97, 1.0)


@dataclass(frozen=True, slots=True)
class Weather:
    """A weather.

    Args:
        air: Settings of a world file's weather.
        sun: Share of the sun's light that comes through.
        spread: Share of the sun's light that arrives from the whole sky instead.
        veil: How far the sky and all light turn grey, 0 to 1.
        sky: Brightness of a grey sky, where that of the clear one is 1.
    """

    air: tuple[str, ...] = ()
    sun: float = 1.0
    spread: float = 0.0
    veil: float = 0.0
    sky: float = 1.0


def _air_of(name: str) -> tuple[str, ...]:
    return tuple(setting for setting in NAMED[name] if setting.startswith(AIR))


WEATHERS: Mapping[str, Weather] = {
    "clear": Weather(),
    "cloudy": Weather(sun=0.25, spread=0.3, veil=0.75, sky=0.86),
    "fog": Weather(_air_of("fog"), sun=0.12, spread=0.35, veil=0.85, sky=0.92),
    "rain": Weather(_air_of("rain"), sun=0.15, spread=0.12, veil=0.85, sky=0.66),
    "snow": Weather(
        (f"{AIR}snow=0.6", f"{AIR}visibility_m=180.0"), sun=0.15, spread=0.4, veil=0.9, sky=0.92
    ),
}


def under(light: LightConfig, weather: Weather) -> LightConfig:
    """The light of a time of day in a weather."""
    grey = _times(_GREY, weather.sky * max(*light.sky_rgb, DARKEST_SKY))
    through = light.shadow and weather.sun > 0.5
    return light.model_copy(
        update={
            "ambient": round(min(1.0, light.ambient + weather.spread * light.diffuse), 3),
            "diffuse": round(light.diffuse * weather.sun, 3),
            "specular": round(light.specular * weather.sun, 3),
            "shadow": through,
            "sky_rgb": _mixed(light.sky_rgb, grey, weather.veil),
            "sun_rgb": _mixed(light.sun_rgb, (1.0, 1.0, 1.0), weather.veil),
            "ambient_rgb": _mixed(light.ambient_rgb, (1.0, 1.0, 1.0), 0.7 * weather.veil),
        }
    )


def _mixed(one: _Colour, other: _Colour, share: float) -> _Colour:
    a, b, c = (round(x + (y - x) * share, 3) for x, y in zip(one, other, strict=True))
    return (a, b, c)


def _times(colour: _Colour, factor: float) -> _Colour:
    a, b, c = (part * factor for part in colour)
    return (a, b, c)
