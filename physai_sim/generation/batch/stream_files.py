"""The ground truth of a rollout's cameras: a file for each camera and stream."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from physai_sim.core.streams import StreamName
from physai_sim.core.timing import stamp_of
from physai_sim.core.types import CameraSpec
from physai_sim.datasets.closing import close_all
from physai_sim.datasets.truth_streams import StreamWriter
from physai_sim.envs.session import Session
from physai_sim.evaluation.stream_values import info_of, value_of
from physai_sim.generation.batch.sample_files import stream_name
from physai_sim.generation.film.take import Instant, TakeSink
from physai_sim.rendering import choice
from physai_sim.rendering.frame import Frame, Moment
from physai_sim.simulation.world import World


class StreamFiles(TakeSink):
    """Writes streams; each has a row for each frame.

    Optical flow leads to the next frame, so that of the last one is NaN.

    Args:
        folder: Of the rollout.
        world: As it is seen.
        cameras: By name.
        streams: What is written of each.
        fps: Frames per second.
    """

    def __init__(
        self,
        folder: Path,
        world: World,
        *,
        cameras: Mapping[str, CameraSpec],
        streams: tuple[StreamName, ...],
        fps: int,
    ) -> None:
        self._folder, self._world, self._cameras = folder, world, cameras
        self._streams, self._fps = streams, fps
        self._writers: dict[tuple[str, StreamName], StreamWriter] = {}
        self._moments: dict[str, Moment] = {}
        self._frames = 0

    def start(self, session: Session) -> None:
        """See the base."""
        for name, camera in self._cameras.items():
            for stream in self._streams:
                info = info_of(self._world, name, camera, stream=stream)
                path = self._folder / stream_name(name, stream)
                self._writers[name, stream] = StreamWriter(path, info)

    def frame(self, instant: Instant, pictures: Mapping[str, Frame]) -> None:
        """See the base."""
        for name, camera in self._cameras.items():
            for stream in self._streams:
                if stream == "flow":
                    self._flow(name, camera, instant.index)
                    continue
                value = value_of(self._world, camera, pictures[name], stream=stream)
                self._writers[name, stream].add(instant.index, instant.stamp_ns, value)
        self._frames = instant.index + 1

    def _flow(self, name: str, camera: CameraSpec, index: int) -> None:
        """Write the flow of the frame before, and remember where everything is now."""
        renderer = choice.renderer_of(self._world)
        if name in self._moments:
            self._add_flow(name, index - 1, renderer.flow(self._moments[name], self._world))
        self._moments[name] = renderer.moment(self._world, camera)

    def _add_flow(self, name: str, index: int, value: Any) -> None:
        self._writers[name, "flow"].add(index, stamp_of(index, self._fps), value)

    def close(self, *, keep: bool) -> None:
        """See the base."""
        if keep:
            for name in self._moments:
                camera = self._cameras[name]
                shape = (camera.height_px, camera.width_px, 2)
                self._add_flow(name, self._frames - 1, np.full(shape, np.nan, np.float32))
        self._moments = {}
        close_all(self._writers.values(), keep=keep)
