"""The rows of a rollout in a LeRobot dataset: one for each frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from physai_sim.core.geometry import Array
from physai_sim.core.truth import Outcome
from physai_sim.core.types import Provenance
from physai_sim.datasets.lerobot.recorder import LeRobotRecorder
from physai_sim.envs.session import Sample, Session
from physai_sim.generation.batch.bag_file import ENDED
from physai_sim.generation.batch.rollout_spec import RolloutSpec
from physai_sim.generation.film.take import Instant, TakeSink
from physai_sim.rendering.frame import Frame


class DatasetPart(TakeSink):
    """Row k is frame k with the action that holds from it on.

    Nothing follows the last frame: what its row says of the next state is said of itself.

    Args:
        parts: Folder of the parts of the dataset.
        index: Number of the episode.
        spec: How it differs from its session's.
        provenance: Where it comes from.
        fps: Rows per second.
    """

    def __init__(
        self,
        parts: Path,
        index: int,
        *,
        spec: RolloutSpec,
        provenance: Provenance,
        fps: int,
    ) -> None:
        self._place, self._spec, self._fps = (parts, index), spec, fps
        self._provenance = provenance
        self._recorder: LeRobotRecorder | None = None
        self._last: Instant | None = None

    def start(self, session: Session) -> None:
        """See the base."""
        spec = replace(self._spec.of(session), control_hz=self._fps)
        self._recorder = LeRobotRecorder(*self._place, spec)
        told = replace(self._provenance, draw=session.draw)
        self._recorder.start(session.episode_truth(), told, descriptions={}, fixed_bases={})

    def samples(self, found: Sequence[Sample]) -> None:
        """See the base."""
        for one in found:
            self._open().reading(one.sensor, one.stamp_ns, one.reading)

    def frame(self, instant: Instant, pictures: Mapping[str, Frame]) -> None:
        """See the base."""
        recorder = self._open()
        for name, picture in pictures.items():
            recorder.reading(name, instant.stamp_ns, picture.rgb)
        recorder.truth(instant.truth)
        recorder.action(instant.stamp_ns, instant.action)
        self._last = instant

    def control(self, session: Session, action: Array | None) -> None:
        """See the base: rows go by frames."""

    def close(self, *, keep: bool) -> None:
        """See the base."""
        if self._recorder is None:
            return
        recorder, self._recorder = self._recorder, None
        if keep and self._last is not None:
            last = self._last.truth
            recorder.truth(last)
            rows = self._last.index + 1
            ended = Outcome(
                ENDED, terminated=False, truncated=True, is_success=last.is_success, steps=rows
            )
            recorder.end(self._last.stamp_ns, ended)
        recorder.close(keep=keep)

    def _open(self) -> LeRobotRecorder:
        assert self._recorder is not None, "it was started"
        return self._recorder
