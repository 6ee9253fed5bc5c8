"""Draws the ground truth of every colour camera while an episode is played, row by row."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

from physai_sim.core.streams import StreamName
from physai_sim.core.types import Observation
from physai_sim.datasets.closing import close_all
from physai_sim.datasets.truth_streams import StreamWriter, stream_file
from physai_sim.envs.session import Session
from physai_sim.evaluation.stream_values import drawn_for, info_of, value_of
from physai_sim.rendering import choice
from physai_sim.rendering.frame import Moment


class StreamRecorder:
    """The streams of all colour cameras for one episode.

    A row is complete when the step that follows it was taken, since optical flow leads there; so
    there are as many rows as actions, as in the dataset.

    Args:
        session: After its reset.
        dataset: Folder of the dataset.
        episode: Its number.
        streams: What to draw.

    Raises:
        RenderError: If the world's renderer lacks a stream.
        MachineError: If it cannot be written.
    """

    def __init__(
        self, session: Session, dataset: Path, episode: int, streams: tuple[StreamName, ...]
    ) -> None:
        self._world, self._streams = session.world, streams
        specs = session.spec.sensors
        self._cameras = {n: s.camera for n, s in specs.items() if s.kind == "rgb" and s.camera}
        self._drawn = drawn_for(streams)
        self._row = 0
        self._before: dict[str, tuple[int, Moment | None, dict[StreamName, Any]]] = {}
        self._writers = {
            (name, stream): StreamWriter(
                stream_file(dataset, name, stream, episode),
                info_of(session.world, name, camera, stream=stream),
            )
            for name, camera in self._cameras.items()
            for stream in streams
        }

    def watch(self, observation: Observation) -> None:
        """Draw an instant, and write the row of the instant before."""
        if not self._streams:
            return
        for name, camera in self._cameras.items():
            self._complete(name)
            frame = choice.render(self._world, camera, self._drawn)
            values: dict[StreamName, Any] = {
                s: value_of(self._world, camera, frame, stream=s)
                for s in self._streams
                if s != "flow"
            }
            renderer = choice.renderer_of(self._world)
            moment = renderer.moment(self._world, camera) if "flow" in self._streams else None
            self._before[name] = (observation.stamp_ns, moment, values)
        self._row += 1

    def _complete(self, name: str) -> None:
        if name not in self._before:
            return
        stamp_ns, moment, values = self._before[name]
        if moment is not None:
            values["flow"] = choice.renderer_of(self._world).flow(moment, self._world)
        for stream, value in values.items():
            self._writers[name, stream].add(self._row - 1, stamp_ns, value)

    def close(self, *, keep: bool) -> None:
        """Keep a whole episode, or nothing of it."""
        close_all(self._writers.values(), keep=keep)

    def __enter__(self) -> StreamRecorder:
        """The recorder itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Keep nothing of an episode that an error or Ctrl-C cut short."""
        self.close(keep=kind is None)
