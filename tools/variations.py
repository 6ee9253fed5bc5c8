"""Draws the variation matrix on one sheet: every light, weather and surface of two worlds.

Run by `make gallery`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.config import load_world
from physai_sim.envs.session import Session
from physai_sim.generation.variation.appearance import NAMED, appearance
from physai_sim.generation.variation.world_settings import with_settings
from physai_sim.rendering import choice
from physai_sim.rendering.camera import camera_spec

SHEET = Path("docs/gallery/variations.jpg")
WORLDS, SEED = ("pick_place", "urban_loop"), 1
SIZE, LABEL, COLUMNS, FINER = (176, 132), 16, 6, 2  # pixels; how much larger it is drawn
QUALITY = 68
MIXED = (
    "golden_hour+snow+snowy",
    "night_lit+rain+wet",
    "morning+cloudy+sandy",
    "dusk+rain+wet",
    "noon+texture_1+camera_1",
    "afternoon+texture_2+camera_2",
)

Image = NDArray[np.uint8]


def main() -> None:
    """Draw the sheet; the argument is the file to write."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else SHEET
    sheet = np.vstack([grid([tile(world, name) for name in looks()]) for world in WORLDS])
    cv2.imwrite(str(out), sheet[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, QUALITY])


def looks() -> list[str]:
    """Every light, what weather and surface there is beside clear and dry, and some of all."""
    (lights, _), (weathers, clear), (surfaces, dry) = NAMED.values()
    weather = [f"morning+{name}" for name in weathers if name != clear]
    surface = [f"afternoon+{name}" for name in surfaces if name != dry]
    return [*lights, *weather, *surface, "night+fog", "sunrise+snow", *MIXED]


def tile(world: str, name: str) -> Image:
    """A world's view in a look, with the name below it."""
    config = load_world(world, ["randomize={}"])
    looks = appearance(name, config)
    session = Session(with_settings(config, looks.settings), cameras=False)
    session.reset(SEED)
    view = session.config.view
    camera, scale = camera_spec(view, view.mount), FINER * SIZE[1] / view.height_px
    width, height = (FINER * side for side in SIZE)
    camera = replace(camera, width_px=width, height_px=height, focal_px=camera.focal_px * scale)
    rgb = choice.render(session.world, camera).rgb
    session.close()
    label = np.full((LABEL, SIZE[0], 3), 255, dtype=np.uint8)
    cv2.putText(label, name, (3, 11), cv2.FONT_HERSHEY_SIMPLEX, 0.34, (60,) * 3, 1, cv2.LINE_AA)
    small = cv2.resize(rgb, SIZE, interpolation=cv2.INTER_AREA)
    result: Image = np.vstack([small, label])
    return result


def grid(tiles: list[Image]) -> Image:
    """Tiles in rows; the last one is filled with white."""
    missing = -len(tiles) % COLUMNS
    filled = [*tiles, *(np.full_like(tiles[0], 255) for _ in range(missing))]
    rows = [np.hstack(filled[k : k + COLUMNS]) for k in range(0, len(filled), COLUMNS)]
    return np.vstack(rows)


if __name__ == "__main__":
    main()
