"""Four states of what is level: ground, roads and tables."""

from __future__ import annotations

from collections.abc import Mapping

# Drawn alike on streets and tabletops: water darkens and mirrors, snow and sand lie in drifts.
SURFACES: Mapping[str, tuple[str, ...]] = {
    "dry": (),
    "wet": ("scene.weather.wetness=0.9",),
    "snowy": ("scene.weather.cover=0.72", "scene.weather.cover_rgb=[0.93, 0.95, 0.98]"),
    "sandy": ("scene.weather.cover=0.5", "scene.weather.cover_rgb=[0.72, 0.64, 0.50]"),
}
