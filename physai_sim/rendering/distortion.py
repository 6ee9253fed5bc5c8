"""Lenses that bend: the plumb bob model of radial and tangential distortion.

A renderer draws through a pinhole that sees a little more than the lens does, and the picture is
bent afterwards. Legend: H x W image rows x columns.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import RenderError
from physai_sim.core.types import CameraSpec
from physai_sim.rendering.camera import distorted
from physai_sim.rendering.frame import Frame

# A lens whose source would be larger than this times its own picture is none that plumb_bob fits.
MAX_GROWTH = 3.0
STRAIGHT = (0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Lens:
    """A camera, the pinhole that it is drawn through, and the way from one to the other.

    Args:
        camera: As it was asked for.
        source: Without distortion; the camera itself where it has none.
        columns: Column of the source that each pixel shows, (H, W); None without distortion.
        rows: Row of the source, (H, W).
    """

    camera: CameraSpec
    source: CameraSpec
    columns: NDArray[np.float32] | None = None
    rows: NDArray[np.float32] | None = None

    @classmethod
    def of(cls, camera: CameraSpec) -> Lens:
        """The lens of a camera.

        Raises:
            RenderError: If the distortion folds the picture over or reaches too far out.
        """
        return cls(camera, camera) if camera.distortion == STRAIGHT else _bent(camera)

    def bend(self, frame: Frame) -> Frame:
        """A picture of the source as the lens shows it; only colours are interpolated."""
        if self.columns is None:
            return frame
        normals = frame.normals
        return Frame(
            self._sampled(frame.rgb, cv2.INTER_LINEAR),
            self._sampled(frame.depth_m, cv2.INTER_NEAREST),
            self._sampled(frame.segmentation, cv2.INTER_NEAREST),
            None if normals is None else self._sampled(normals, cv2.INTER_NEAREST),
        )

    def bend_flow(self, flow_px: NDArray[np.float32]) -> NDArray[np.float32]:
        """Optical flow of the source as flow of the bent picture, (H, W, 2) [px]."""
        if self.columns is None or self.rows is None:
            return flow_px
        moved = self._sampled(flow_px, cv2.INTER_NEAREST)
        at = np.stack([self.columns, self.rows], axis=-1) + moved
        lens, source = self.camera, self.source
        straight = (at - np.asarray(source.centre_px)) / source.focal_px
        there = distorted(straight, lens.distortion) * lens.focal_px + np.asarray(lens.centre_px)
        rows, columns = np.mgrid[: lens.height_px, : lens.width_px]
        result: NDArray[np.float32] = (there - np.stack([columns, rows], axis=-1)).astype(
            np.float32
        )
        return result

    def _sampled(self, image: NDArray[Any], how: int) -> NDArray[Any]:
        assert self.columns is not None
        assert self.rows is not None
        # OpenCV moves bits of 32-bit floats as they are where it takes the nearest pixel.
        if image.dtype == np.int32:
            bits = cv2.remap(image.view(np.float32), self.columns, self.rows, how)
            return np.asarray(bits).view(np.int32)
        return np.asarray(cv2.remap(image, self.columns, self.rows, how))


def undistorted(points: NDArray[np.float64], model: tuple[float, ...]) -> NDArray[np.float64]:
    """The inverse of `distorted`, by repeated correction."""
    guess: NDArray[np.float64] = points.copy()
    for _ in range(60):
        guess += points - distorted(guess, model)
        np.clip(guess, -1e3, 1e3, out=guess)
    return guess


@functools.lru_cache(maxsize=64)
def _bent(camera: CameraSpec) -> Lens:
    rows, columns = np.mgrid[: camera.height_px, : camera.width_px].astype(np.float64)
    seen = (np.stack([columns, rows], axis=-1) - np.asarray(camera.centre_px)) / camera.focal_px
    straight = undistorted(seen, camera.distortion)
    miss = np.abs(distorted(straight, camera.distortion) - seen).max() * camera.focal_px
    reach = np.abs(straight).max(axis=(0, 1)) * camera.focal_px * 2 + 3
    size = (math.ceil(reach[0]), math.ceil(reach[1]))
    if miss > 0.01 or max(size[0] / camera.width_px, size[1] / camera.height_px) > MAX_GROWTH:
        raise RenderError(
            "this distortion folds the picture over, or reaches too far out",
            where="distortion",
            got=camera.distortion,
        )
    source = replace(camera, width_px=size[0], height_px=size[1], distortion=STRAIGHT)
    at = straight * camera.focal_px + np.asarray(source.centre_px)
    return Lens(camera, source, at[..., 0].astype(np.float32), at[..., 1].astype(np.float32))
