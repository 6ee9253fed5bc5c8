"""The engine's own software renderer, as arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.simulation.engine import bullet
from physai_sim.simulation.world import World

NOTHING = -1


def camera_image(
    world: World, *, view: Array, projection: Array, size_px: tuple[int, int], shadow: bool = False
) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.int32]]:
    """Draw the world with TinyRenderer.

    Args:
        world: What to draw; its scene says how it is lit.
        view: World to OpenGL camera frame, shape (4, 4).
        projection: OpenGL camera frame to clip space, shape (4, 4).
        size_px: Columns and rows, (W, H).
        shadow: Whether to draw shadows; on large boxes they come out wrong.

    Returns:
        RGB (H, W, 3); OpenGL depth in 0..1 (H, W); body and link packed as the engine does,
        `body + (link + 1) << 24`, or -1 where there is nothing (H, W).
    """
    light, (width_px, height_px) = world.scene.light, size_px
    shifted = _half_pixel_shift(width_px, height_px) @ projection
    _, _, rgba, depth, segmentation = bullet.getCameraImage(
        width_px,
        height_px,
        viewMatrix=view.T.ravel().tolist(),  # the engine's matrices are column-major
        projectionMatrix=shifted.T.ravel().tolist(),
        renderer=bullet.ER_TINY_RENDERER,
        flags=bullet.ER_SEGMENTATION_MASK_OBJECT_AND_LINKINDEX,
        shadow=int(shadow),
        lightDirection=light.direction,
        lightAmbientCoeff=light.ambient,
        lightDiffuseCoeff=light.diffuse,
        lightSpecularCoeff=light.specular,
        physicsClientId=world.client,
    )
    shape = (height_px, width_px)
    rgb = np.asarray(rgba, dtype=np.uint8).reshape(*shape, 4)[:, :, :3]
    return (
        np.ascontiguousarray(rgb),
        np.asarray(depth, dtype=np.float32).reshape(shape),
        np.asarray(segmentation, dtype=np.int32).reshape(shape),
    )


def _half_pixel_shift(width_px: int, height_px: int) -> Array:
    """Clip-space shift that puts samples in the middle of pixels, shape (4, 4).

    TinyRenderer samples the left edge of a column and the lower edge of a row, which would draw
    everything half a pixel too far right and too high.
    """
    shift = np.eye(4)
    shift[0, 3], shift[1, 3] = -1.0 / width_px, -1.0 / height_px
    return shift


def unpack_segmentation(packed: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Engine numbers of body and link at each pixel: body -1 is nothing, link -1 is a base."""
    body = np.where(packed >= 0, packed & ((1 << 24) - 1), NOTHING)
    link = np.where(packed >= 0, (packed >> 24) - 1, NOTHING)
    return body.astype(np.int32), link.astype(np.int32)
