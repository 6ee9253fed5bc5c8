"""PyBullet's software renderer: works everywhere, needs nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.types import CameraSpec
from physai_sim.rendering.base import Renderer, Shot
from physai_sim.rendering.camera import camera_pose, projection_matrix, view_matrix
from physai_sim.rendering.frame import NOTHING, Frame, Stream
from physai_sim.simulation.camera_image import camera_image
from physai_sim.simulation.world import World


class Tiny(Renderer):
    """TinyRenderer: plain colours, no patterns, no shadows, no weather, no lamps."""

    name = "tiny"

    def describe(self) -> str:
        """See the base."""
        return "tiny (PyBullet's TinyRenderer)"

    def draw(self, shots: Sequence[Shot], streams: tuple[Stream, ...]) -> list[Frame]:
        """See the base; all streams come at once."""
        del streams
        return [_draw(world, camera) for world, camera in shots]


def _draw(world: World, camera: CameraSpec) -> Frame:
    rgb, buffer, segmentation = camera_image(
        world,
        view=view_matrix(camera_pose(world, camera)),
        projection=projection_matrix(camera),
        size_px=(camera.width_px, camera.height_px),
    )
    rgb[segmentation == NOTHING] = [round(255 * part) for part in world.scene.light.sky_rgb]
    return Frame(rgb, _metres(buffer, segmentation, camera), segmentation)


def _metres(
    buffer: NDArray[np.float32], segmentation: NDArray[np.int32], camera: CameraSpec
) -> NDArray[np.float32]:
    """OpenGL depth to metres along the optical axis; +inf where nothing is (REP-117).

    Emptiness is read from the segmentation: the engine's empty depth is a little less than 1.
    """
    near, far = camera.near_m, camera.far_m
    depth = far * near / (far - (far - near) * buffer.astype(np.float64))
    return np.where(segmentation == NOTHING, np.inf, depth).astype(np.float32)
