"""Nine times of day, as the light of a world file."""

from __future__ import annotations

from collections.abc import Mapping

from physai_sim.core.scene_config import LightConfig

# The sun stands low at the ends of the day and is red then, since its light comes a long way
# through the air; what the sky sends is bluer than the sun.
LIGHTINGS: Mapping[str, LightConfig] = {
    "sunrise": LightConfig(
        direction=(0.85, -0.55, 0.42),
        ambient=0.58,
        diffuse=0.7,
        specular=0.08,
        shadow=True,
        sky_rgb=(0.96, 0.80, 0.74),
        sun_rgb=(1.0, 0.74, 0.56),
        ambient_rgb=(1.0, 0.90, 0.95),
    ),
    "morning": LightConfig(
        direction=(0.75, -0.6, 0.75),
        ambient=0.54,
        diffuse=0.46,
        shadow=True,
        sky_rgb=(0.74, 0.85, 0.96),
        sun_rgb=(1.0, 0.95, 0.84),
        ambient_rgb=(0.97, 0.99, 1.0),
    ),
    "noon": LightConfig(
        direction=(0.2, -0.25, 1.0),
        ambient=0.56,
        diffuse=0.5,
        shadow=True,
        sky_rgb=(0.50, 0.72, 0.96),
    ),
    "afternoon": LightConfig(
        direction=(-0.5, -0.75, 0.7),
        ambient=0.56,
        diffuse=0.55,
        shadow=True,
        sky_rgb=(0.64, 0.79, 0.93),
        sun_rgb=(1.0, 0.92, 0.76),
    ),
    "golden_hour": LightConfig(
        direction=(-0.7, -0.65, 0.42),
        ambient=0.54,
        diffuse=0.85,
        specular=0.12,
        shadow=True,
        sky_rgb=(0.98, 0.80, 0.52),
        sun_rgb=(1.0, 0.72, 0.38),
        ambient_rgb=(1.0, 0.88, 0.78),
    ),
    "overcast_light": LightConfig(
        direction=(0.1, -0.2, 1.0),
        ambient=0.70,
        diffuse=0.08,
        specular=0.0,
        sky_rgb=(0.80, 0.82, 0.84),
        ambient_rgb=(0.97, 0.99, 1.0),
    ),
    "dusk": LightConfig(
        direction=(-0.9, -0.4, 0.25),
        ambient=0.50,
        diffuse=0.32,
        sky_rgb=(0.50, 0.40, 0.62),
        sun_rgb=(1.0, 0.60, 0.55),
        ambient_rgb=(0.84, 0.76, 1.0),
        headlights=True,
    ),
    "night_lit": LightConfig(
        direction=(0.3, 0.4, 1.0),
        ambient=0.36,
        diffuse=0.46,
        specular=0.1,
        shadow=True,
        sky_rgb=(0.09, 0.08, 0.12),
        sun_rgb=(1.0, 0.82, 0.52),
        ambient_rgb=(1.0, 0.88, 0.74),
        headlights=True,
    ),
    "night": LightConfig(
        direction=(-0.4, 0.5, 1.0),
        ambient=0.30,
        diffuse=0.16,
        specular=0.02,
        sky_rgb=(0.03, 0.04, 0.09),
        sun_rgb=(0.75, 0.85, 1.0),
        ambient_rgb=(0.66, 0.78, 1.0),
        headlights=True,
    ),
}
