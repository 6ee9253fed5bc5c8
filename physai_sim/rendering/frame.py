"""What a renderer draws: the streams of one picture, and where everything was.

Legend: H x W image rows x columns, I shapes in the world.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Pose
from physai_sim.core.types import CameraSpec
from physai_sim.simulation.camera_image import NOTHING

__all__ = ["BASIC", "NOTHING", "Frame", "Moment", "Stream"]

Stream = Literal["rgb", "depth", "segmentation", "normals"]
# What every renderer gives at once: cameras of one mount share a picture.
BASIC: tuple[Stream, ...] = ("rgb", "depth", "segmentation")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a camera sees at one instant.

    Args:
        rgb: Colours, shape (H, W, 3).
        depth_m: Distance along the optical axis [m], +inf where nothing is near enough, (H, W).
        segmentation: The engine's packed body and link numbers, -1 where nothing is, (H, W).
        normals: Unit normal of the surface in the world frame, towards the camera, zeros where
            nothing is, (H, W, 3); None where it was not asked for.
    """

    rgb: NDArray[np.uint8]
    depth_m: NDArray[np.float32]
    segmentation: NDArray[np.int32]
    normals: NDArray[np.float32] | None = None

    def holds(self, streams: tuple[Stream, ...]) -> bool:
        """Whether all these streams were drawn."""
        return "normals" not in streams or self.normals is not None


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a camera and every shape were at an instant: what optical flow starts from.

    Args:
        camera: Lens and size.
        pose: Of the camera's optical frame in the world.
        models: Matrix of each shape, shape (I, 4, 4).
        built: The world's build, since shapes of other bodies have nothing to do with each other.
    """

    camera: CameraSpec
    pose: Pose
    models: NDArray[np.float32]
    built: int
