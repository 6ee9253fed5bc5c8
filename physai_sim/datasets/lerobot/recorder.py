"""Takes an episode as it happens and makes it a part of a dataset.

Row k is the observation at control stamp k with the action that was taken there, and what the
step that followed brought. A bag that is played into it gives the same rows.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import DatasetError
from physai_sim.core.geometry import Array, Pose
from physai_sim.core.timing import stamp_of
from physai_sim.core.truth import EpisodeTruth, Outcome, StepTruth
from physai_sim.core.types import ActionChunk, EpisodeSpec, Provenance
from physai_sim.datasets.lerobot import layout as names
from physai_sim.datasets.lerobot.clips import ClipWriter
from physai_sim.datasets.lerobot.layout import Layout, colour_cameras, state_sensors
from physai_sim.datasets.lerobot.parts import EpisodeFacts, begin_part, finish_part
from physai_sim.datasets.lerobot.statistics import PixelStatistics, summarise


class LeRobotRecorder:
    """An `EpisodeSink` that becomes a part when the episode has ended; else nothing is left.

    Args:
        parts: Folder of the parts.
        index: Number of the episode.
        spec: The episode.

    Raises:
        MachineError: If it cannot be written.
    """

    def __init__(self, parts: Path, index: int, spec: EpisodeSpec) -> None:
        self._spec, self._part = spec, begin_part(parts, index)
        self._rows: dict[str, list[Any]] = {}
        self._readings: dict[str, NDArray[Any]] = {}
        self._clips: dict[str, ClipWriter] = {}
        self._pixels: dict[str, PixelStatistics] = {}
        self._layout: Layout | None = None
        self._environment = np.zeros(0, dtype=np.float32)
        self._provenance: Mapping[str, Any] = {}
        self._ended = False

    def start(
        self,
        facts: EpisodeTruth,
        provenance: Provenance,
        *,
        descriptions: Mapping[str, str],
        fixed_bases: Mapping[str, tuple[str, Pose]],
    ) -> None:
        """Take where the episode comes from; the rest is for bags."""
        self._provenance = asdict(provenance)

    def reading(self, sensor_name: str, at_ns: int, value: NDArray[Any]) -> None:
        """Take a sensor's newest reading."""
        self._readings[sensor_name] = value

    def truth(self, now: StepTruth) -> None:
        """Take the ground truth of a control stamp: it completes the row of the step before."""
        if self._layout is None:
            self._layout = Layout.of(self._spec, now.privileged)
            self._open_clips(self._layout)
        if self._count(names.ACTION) > self._count(names.REWARD):
            self._add(names.REWARD, np.float32(now.reward))
            self._add(names.SUCCESS, np.bool_(now.is_success))
        values = [array.ravel() for array in now.privileged.values()]
        self._environment = np.concatenate([np.zeros(0), *values]).astype(np.float32)

    def chunk(self, at_ns: int, chunk: ActionChunk) -> None:
        """Leave it out: a dataset holds what was done."""

    def action(self, at_ns: int, values: Array) -> None:
        """Begin the row of a control stamp.

        Raises:
            DatasetError: If a stamp was left out, or a sensor has not been read yet.
        """
        index = self._count(names.ACTION)
        wanted = stamp_of(index, self._spec.control_hz)
        if at_ns != wanted:
            raise DatasetError("an action is missing", got=at_ns, expected=f"stamp {wanted} ns")
        state = [self._newest(sensor.name) for sensor in state_sensors(self._spec)]
        if state:
            self._add(names.STATE, np.concatenate(state).astype(np.float32))
        if self._environment.size:
            self._add(names.ENVIRONMENT, self._environment)
        self._add(names.ACTION, np.asarray(values, dtype=np.float32).copy())
        self._check_sizes()
        for sensor in colour_cameras(self._spec):
            frame = self._newest(sensor.name)
            self._clips[f"{names.IMAGES}{sensor.name}"].write(frame)
            self._pixels[f"{names.IMAGES}{sensor.name}"].add(frame)

    def end(self, at_ns: int, outcome: Outcome) -> None:
        """Take the end; an interrupted episode is not whole."""
        self._ended = outcome.reason != "interrupted"

    def close(self, *, keep: bool) -> None:
        """Finish the part, or leave nothing of it; a second call does nothing."""
        if not self._part.folder.is_dir():
            return
        try:
            for clip in self._clips.values():
                clip.close()
            if keep and self._ended and self._rows:
                self._finish()
        finally:
            shutil.rmtree(self._part.folder, ignore_errors=True)

    def __enter__(self) -> LeRobotRecorder:
        """The recorder itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Keep a whole episode, and nothing of one that an error or Ctrl-C cut short."""
        self.close(keep=kind is None)

    def _finish(self) -> None:
        if self._layout is None:
            raise DatasetError("an episode without ground truth", where=str(self._part.folder))
        columns = self._columns(self._layout.fps)
        stats = {key: summarise(v.reshape(len(v), -1)) for key, v in columns.items()}
        facts = EpisodeFacts(
            task=self._spec.instruction,
            length=len(columns["timestamp"]),
            provenance=self._provenance,
            stats={**stats, **{key: p.summary() for key, p in self._pixels.items()}},
        )
        self._part.write(self._layout, facts, columns)
        finish_part(self._part)

    def _columns(self, fps: int) -> dict[str, NDArray[Any]]:
        count = self._count(names.ACTION)
        if self._count(names.REWARD) != count:
            raise DatasetError("the last action has no result", where=str(self._part.folder))
        found = {key: np.stack(rows) for key, rows in self._rows.items()}
        found[names.DONE] = np.arange(count) == count - 1
        frame_index = np.arange(count, dtype=np.int64)
        found["timestamp"] = (frame_index / fps).astype(np.float32)
        found["frame_index"] = frame_index
        return found

    def _open_clips(self, layout: Layout) -> None:
        for key, size in layout.videos.items():
            self._clips[key] = ClipWriter(self._part.clip(key), fps=layout.fps, size=size)
            self._pixels[key] = PixelStatistics()

    def _check_sizes(self) -> None:
        """A bag may hold anything; the simulator's own numbers always fit."""
        for key, numbers in self._layout.vectors.items() if self._layout is not None else ():
            got = self._rows.get(key, [()])[-1]
            if len(got) != len(numbers):
                expected = f"{len(numbers)} numbers"
                raise DatasetError(
                    "a row of another size", where=key, got=len(got), expected=expected
                )

    def _newest(self, sensor: str) -> NDArray[Any]:
        if sensor not in self._readings:
            raise DatasetError("the sensor was not read before the first action", where=sensor)
        return self._readings[sensor]

    def _add(self, key: str, value: object) -> None:
        self._rows.setdefault(key, []).append(value)

    def _count(self, key: str) -> int:
        return len(self._rows.get(key, ()))
