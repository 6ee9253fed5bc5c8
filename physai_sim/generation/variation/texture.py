"""Other colours and patterns of what is no label: ground, houses, furniture, paint of cars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from physai_sim.core.config import WorldConfig
from physai_sim.core.scene_config import BodyConfig
from physai_sim.core.seeding import stream

_Colour = tuple[float, float, float]
_Look = tuple[str, _Colour]
# What people are asked for by name keeps its colour: things that can be moved, and small ones.
BROAD_M = 0.4
MEADOWS: tuple[_Look, ...] = (
    ("grass", (0.40, 0.54, 0.32)),
    ("grass", (0.58, 0.56, 0.34)),
    ("grass", (0.34, 0.46, 0.36)),
    ("asphalt", (0.50, 0.48, 0.45)),
)
FLOORS: tuple[_Look, ...] = (
    ("checker", (0.60, 0.60, 0.62)),
    ("wood", (0.56, 0.42, 0.30)),
    ("plain", (0.66, 0.66, 0.64)),
    ("fabric", (0.36, 0.40, 0.50)),
    ("asphalt", (0.44, 0.45, 0.47)),
)
TABLES: tuple[_Look, ...] = (
    ("wood", (0.70, 0.54, 0.38)),
    ("wood", (0.42, 0.30, 0.22)),
    ("plain", (0.82, 0.82, 0.80)),
    ("fabric", (0.44, 0.52, 0.62)),
    ("plain", (0.30, 0.34, 0.38)),
    ("asphalt", (0.62, 0.63, 0.66)),
)
WALLS: tuple[_Look, ...] = (
    ("facade", (0.86, 0.82, 0.72)),
    ("facade", (0.58, 0.64, 0.72)),
    ("facade", (0.74, 0.48, 0.40)),
    ("brick", (0.62, 0.34, 0.26)),
    ("facade", (0.66, 0.70, 0.60)),
    ("facade", (0.92, 0.90, 0.86)),
)
PAINTS: tuple[_Colour, ...] = (
    (0.75, 0.14, 0.12),
    (0.14, 0.28, 0.62),
    (0.84, 0.84, 0.82),
    (0.12, 0.13, 0.15),
    (0.52, 0.55, 0.58),
    (0.16, 0.42, 0.28),
    (0.88, 0.68, 0.16),
)


def textured(config: WorldConfig, seed: int) -> tuple[str, ...]:
    """Settings that give a world another look; equal seeds give equal ones.

    Args:
        config: The world of one episode.
        seed: Non-negative.
    """
    return tuple(_settings(config, stream(seed, "texture")))


def _settings(config: WorldConfig, rng: np.random.Generator) -> Iterator[str]:
    if config.scene.ground is not None:
        yield from _look("scene.ground", MEADOWS if config.roads is not None else FLOORS, rng)
    for name, body in config.scene.bodies.items():
        if body.category == "building":
            yield from _look(f"scene.bodies.{name}", WALLS, rng)
        elif _is_furniture(body):
            yield from _look(f"scene.bodies.{name}", TABLES, rng)
    for family in ("robots", "traffic"):
        for name, part in getattr(config, family).items():
            if "paint_rgba" in type(part).model_fields:
                colour = PAINTS[int(rng.integers(len(PAINTS)))]
                yield f"{family}.{name}.paint_rgba={_shaded(colour, rng)}"


def _look(path: str, looks: Sequence[_Look], rng: np.random.Generator) -> Iterator[str]:
    pattern, colour = looks[int(rng.integers(len(looks)))]
    yield f"{path}.material.pattern={pattern}"
    yield f"{path}.color_rgba={_shaded(colour, rng)}"


def _shaded(colour: _Colour, rng: np.random.Generator) -> list[float]:
    """A little lighter or darker, as one batch of paint is from another."""
    factor = rng.uniform(0.9, 1.08)
    return [*(round(min(1.0, part * factor), 3) for part in colour), 1.0]


def _is_furniture(body: BodyConfig) -> bool:
    broad = min(body.extents_m[:2]) >= BROAD_M
    return body.category == "object" and body.mass_kg == 0.0 and broad
