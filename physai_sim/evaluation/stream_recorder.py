"""Draws the ground truth of every colour camera while an episode is played, row by row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.streams import StreamName
from physai_sim.core.types import CameraSpec, Observation
from physai_sim.datasets.truth_streams import (
    MEANINGS,
    StreamInfo,
    StreamWriter,
    stream_file,
)
from physai_sim.envs.session import Session
from physai_sim.rendering import choice, labelling
from physai_sim.rendering.frame import BASIC, Frame, Moment, Stream
from physai_sim.simulation.world import World

# What a frame must hold for a stream, beside the basic ones.
_NEEDS_NORMALS = ("normals", "edges")


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
        self._drawn: tuple[Stream, ...] = BASIC
        if set(streams) & set(_NEEDS_NORMALS):
            self._drawn = (*BASIC, "normals")
        self._row = 0
        self._before: dict[str, tuple[int, Moment | None, dict[StreamName, Any]]] = {}
        self._writers = {
            (name, stream): StreamWriter(
                stream_file(dataset, name, stream, episode),
                _info(session.world, name, camera, stream),
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
                s: self._value(s, camera, frame) for s in self._streams if s != "flow"
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

    def _value(self, stream: StreamName, camera: CameraSpec, frame: Frame) -> Any:
        if stream == "boxes":
            return _boxes(self._world, camera, frame)
        if stream == "segmentation":
            return labelling.numbered(self._world, frame.segmentation)
        if stream == "semantic":
            return labelling.semantic(self._world, frame)
        if stream == "edges":
            return labelling.edges(frame)
        plain: dict[str, NDArray[Any] | None] = {
            "rgb": frame.rgb,
            "depth": frame.depth_m,
            "normals": frame.normals,
        }
        return plain[stream]

    def close(self, *, keep: bool) -> None:
        """Keep a whole episode, or nothing of it."""
        for writer in self._writers.values():
            writer.close(keep=keep)

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


def _info(world: World, camera_name: str, camera: CameraSpec, stream: StreamName) -> StreamInfo:
    size = (camera.height_px, camera.width_px)
    shapes: Mapping[StreamName, tuple[str, tuple[int, ...]]] = {
        "rgb": ("uint8", (*size, 3)),
        "depth": ("float32", size),
        "segmentation": ("int32", (*size, 2)),
        "semantic": ("uint8", size),
        "normals": ("float32", (*size, 3)),
        "flow": ("float32", (*size, 2)),
        "edges": ("uint8", size),
        "boxes": ("json", ()),
    }
    labels: dict[str, list[str]] = {}
    if stream == "segmentation":
        labels = {name: list(links) for name, links in labelling.link_labels(world).items()}
    if stream == "semantic":
        labels = {"classes": list(labelling.CLASSES)}
    return StreamInfo(camera_name, stream, *shapes[stream], MEANINGS[stream], labels)


def _boxes(world: World, camera: CameraSpec, frame: Frame) -> bytes:
    found = [
        {
            "name": box.name,
            "category": box.category,
            "box_px": box.box_px,
            "visible_px": box.visible_px,
            "corners_in_optical_m": np.round(box.corners_m, 6).tolist(),
        }
        for box in labelling.boxes(world, camera, frame)
    ]
    return json.dumps(found).encode()
