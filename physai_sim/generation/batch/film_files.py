"""The videos of a rollout: one for each camera, frame by frame."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from physai_sim.core.types import SensorSpec
from physai_sim.datasets.video import VideoWriter
from physai_sim.envs.session import Session
from physai_sim.generation.batch.sample_files import video_name
from physai_sim.generation.film.take import Instant, TakeSink
from physai_sim.rendering.frame import Frame


class FilmFiles(TakeSink):
    """Writes the colours of every camera.

    Args:
        folder: Where.
        cameras: By name; the sides of their pictures are even.
        fps: Frames per second.
    """

    def __init__(self, folder: Path, cameras: Mapping[str, SensorSpec], *, fps: int) -> None:
        self._folder, self._cameras, self._fps = folder, cameras, fps
        self._writers: dict[str, VideoWriter] = {}

    def start(self, session: Session) -> None:
        """See the base."""
        for name, sensor in self._cameras.items():
            height, width, _ = sensor.shape
            path = self._folder / video_name(name, alone=len(self._cameras) == 1)
            self._writers[name] = VideoWriter(path, hz=self._fps, size_px=(width, height))

    def frame(self, instant: Instant, pictures: Mapping[str, Frame]) -> None:
        """See the base."""
        for name, writer in self._writers.items():
            writer.write(pictures[name].rgb)

    def close(self, *, keep: bool) -> None:
        """See the base."""
        for writer in self._writers.values():
            if keep:
                writer.close()
            else:
                writer.discard()
