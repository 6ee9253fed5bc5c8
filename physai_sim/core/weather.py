"""Named weathers: settings of a world file's light and weather, as `--set` takes them."""

from __future__ import annotations

from collections.abc import Mapping

WEATHERS: Mapping[str, tuple[str, ...]] = {
    "clear": (),
    "fog": (
        "scene.weather.visibility_m=60.0",
        "scene.light.sky_rgb=[0.72, 0.75, 0.78]",
        "scene.light.ambient=0.75",
        "scene.light.diffuse=0.1",
    ),
    "rain": (
        "scene.weather.rain=0.6",
        "scene.weather.wetness=0.9",
        "scene.weather.visibility_m=300.0",
        "scene.light.sky_rgb=[0.5, 0.54, 0.58]",
        "scene.light.ambient=0.55",
        "scene.light.diffuse=0.12",
    ),
    "night": (
        "scene.light.headlights=true",
        "scene.light.sky_rgb=[0.03, 0.04, 0.08]",
        "scene.light.ambient=0.2",
        "scene.light.diffuse=0.1",
    ),
}
