"""Segmentation in colours that are shaded by the surface: what is where, and how it is turned.

Why: generators of video that follow it keep both the outlines of bodies and their shape. Legend:
H x W image rows x columns, B bodies.
"""

from __future__ import annotations

import colorsys

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import RenderError
from physai_sim.core.geometry import Array
from physai_sim.rendering.frame import Frame
from physai_sim.rendering.labelling import numbered
from physai_sim.simulation.world import World

# No two sides of a box are as bright: the light has another share along each axis.
_LIGHT = np.array([0.36, -0.48, 0.80])
DARKEST = 0.35
# Multiples of the golden ratio fill the circle of hues evenly, however many bodies there are.
GOLDEN_RATIO = (np.sqrt(5.0) - 1.0) / 2.0
LINK_SHADES = 4


def shaded(world: World, frame: Frame) -> NDArray[np.uint8]:
    """A colour for each body, a shade of it for each link, darker where it is turned away.

    Light and weather of the world do not count, so that variants of an episode have the same. A
    body keeps its colour as long as the world's bodies are the same.

    Returns:
        Colours, black where nothing is, shape (H, W, 3).

    Raises:
        RenderError: If the frame was drawn without normals.
    """
    if frame.normals is None:
        raise RenderError("shaded segmentation needs the stream 'normals'")
    numbers = numbered(world, frame.segmentation)
    body, link = numbers[..., 0], numbers[..., 1]
    bright = DARKEST + (1.0 - DARKEST) * (0.5 + 0.5 * frame.normals @ _LIGHT)
    links = 1.0 - 0.08 * ((link - 1) % LINK_SHADES)
    colours = body_hues(len(world.bodies))[body] * (bright * links)[..., None]
    result: NDArray[np.uint8] = np.round(255.0 * np.clip(colours, 0.0, 1.0)).astype(np.uint8)
    return result


def body_hues(count: int) -> Array:
    """Colour of each body by its number from 1, and black for 0, shape (B + 1, 3)."""
    hues = ((k * GOLDEN_RATIO) % 1.0 for k in range(count))
    strengths = (0.55 + 0.15 * (k % 3) for k in range(count))
    rows = [colorsys.hsv_to_rgb(h, s, 1.0) for h, s in zip(hues, strengths, strict=True)]
    return np.array([(0.0, 0.0, 0.0), *rows])
