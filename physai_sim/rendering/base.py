"""The base of all renderers: pictures of worlds through cameras with or without distortion.

Legend: H x W image rows x columns.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import RenderError
from physai_sim.core.types import CameraSpec
from physai_sim.rendering.distortion import Lens
from physai_sim.rendering.frame import BASIC, Frame, Moment, Stream
from physai_sim.simulation.world import World

MAX_PX = 8192

Shot = tuple[World, CameraSpec]


class Renderer(ABC):
    """Draws worlds. One object serves all worlds of a process."""

    name: ClassVar[str]
    streams: ClassVar[tuple[Stream, ...]] = BASIC
    draws_flow: ClassVar[bool] = False

    def __init__(self) -> None:
        self._newest: WeakKeyDictionary[World, dict[CameraSpec, tuple[tuple[int, int], Frame]]] = (
            WeakKeyDictionary()
        )

    @abstractmethod
    def describe(self) -> str:
        """What draws, for the provenance of data: library and device."""

    @abstractmethod
    def draw(self, shots: Sequence[Shot], streams: tuple[Stream, ...]) -> list[Frame]:
        """Draw what cameras without distortion see now; no picture is kept."""

    def render(
        self, world: World, camera: CameraSpec, streams: tuple[Stream, ...] = BASIC
    ) -> Frame:
        """What a camera sees now.

        An RGB and a depth camera with one mount share a picture: the newest of each camera is
        kept until the world steps, or bodies come or go.

        Raises:
            RenderError: If the camera is none, or this renderer lacks a stream.
            UnknownNameError: If the body or link that the camera is fixed to does not exist.
        """
        now = (world.build, world.step_index)
        frames = self._newest.setdefault(world, {})
        kept = frames.get(camera)
        if kept is not None and kept[0] == now and kept[1].holds(streams):
            return kept[1]
        # Where each episode has cameras of its own, those of earlier ones never come again.
        for past in [one for one, (stamp, _) in frames.items() if stamp[0] != world.build]:
            del frames[past]
        [frame] = self.render_batch([(world, camera)], streams)
        frames[camera] = (now, frame)
        return frame

    def render_batch(
        self, shots: Sequence[Shot], streams: tuple[Stream, ...] = BASIC
    ) -> list[Frame]:
        """What many cameras see, in many worlds, in their order; see `render`."""
        self._check(shots, streams)
        lenses = [Lens.of(camera) for _, camera in shots]
        plain = [(world, lens.source) for (world, _), lens in zip(shots, lenses, strict=True)]
        frames = self.draw(plain, streams)
        return [lens.bend(frame) for lens, frame in zip(lenses, frames, strict=True)]

    def moment(self, world: World, camera: CameraSpec) -> Moment:
        """Where everything is now, to give to `flow` after the next step."""
        del world, camera
        raise RenderError(f"the renderer {self.name!r} draws no optical flow")

    def flow(self, before: Moment, world: World) -> NDArray[np.float32]:
        """Where each pixel of the picture at `before` is in the picture now.

        Args:
            before: An earlier instant of this episode, from `moment`.
            world: The world now.

        Returns:
            Columns to the right and rows down [px], shape (H, W, 2). It is the motion of the
            surface, also where something else hides it now.
        """
        del before, world
        raise RenderError(f"the renderer {self.name!r} draws no optical flow")

    def close(self) -> None:
        """Free everything; a second call does nothing."""
        self._newest.clear()

    def _check(self, shots: Sequence[Shot], streams: tuple[Stream, ...]) -> None:
        lacking = sorted(set(streams) - set(self.streams))
        if lacking:
            raise RenderError(
                f"the renderer {self.name!r} lacks a stream", got=lacking[0], known=self.streams
            )
        for _, camera in shots:
            check_camera(camera)


def check_camera(camera: CameraSpec) -> None:
    """Refuse what is no camera.

    Raises:
        RenderError: If a side is not in 1..8192 pixels, the focal length is not positive, or the
            depth range is empty.
    """
    size = (camera.width_px, camera.height_px)
    if not all(1 <= side <= MAX_PX for side in size):
        raise RenderError("a picture of this size", got=size, expected=f"1 to {MAX_PX} px a side")
    if not 0.0 < camera.focal_px < math.inf:
        raise RenderError("focal length", got=camera.focal_px, expected="a positive number [px]")
    if not 0.0 < camera.near_m < camera.far_m < math.inf:
        got = (camera.near_m, camera.far_m)
        raise RenderError("depth range", got=got, expected="0 < near_m < far_m")
