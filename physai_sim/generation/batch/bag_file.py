"""The bag of a rollout: as `physai run` records an episode, with cameras at the rate of frames."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace

from physai_sim.core.geometry import Array
from physai_sim.core.timing import stamp_of
from physai_sim.core.truth import Outcome
from physai_sim.core.types import Provenance
from physai_sim.datasets.episode_recorder import EpisodeRecorder
from physai_sim.envs.session import Sample, Session
from physai_sim.generation.batch.rollout_spec import RolloutSpec
from physai_sim.generation.batch.sample_files import SampleFiles
from physai_sim.generation.film.take import Instant, TakeSink
from physai_sim.rendering.frame import Frame

ENDED = "rollout_ended"


class BagFile(TakeSink):
    """Records what is sensed, commanded and true; it gets its name when it is whole.

    Readings are kept until their control step has ended, since its action comes before them.

    Args:
        files: Of the rollout.
        spec: How it differs from its session's.
        provenance: Where it comes from.
    """

    def __init__(self, files: SampleFiles, spec: RolloutSpec, provenance: Provenance) -> None:
        self._files, self._spec, self._provenance = files, spec, provenance
        self._recorder: EpisodeRecorder | None = None
        self._readings: list[Sample] = []
        self._last: tuple[int, Outcome] | None = None

    def start(self, session: Session) -> None:
        """See the base."""
        shutil.rmtree(self._files.unfinished_bag, ignore_errors=True)
        self._recorder = EpisodeRecorder(self._files.unfinished_bag, self._spec.of(session))
        self._recorder.start(
            session.episode_truth(),
            replace(self._provenance, draw=session.draw),
            descriptions=session.descriptions(),
            fixed_bases=session.fixed_bases(),
        )

    def samples(self, found: Sequence[Sample]) -> None:
        """See the base."""
        self._readings += found

    def frame(self, instant: Instant, pictures: Mapping[str, Frame]) -> None:
        """See the base."""
        self._readings += [
            Sample(name, instant.stamp_ns, frame.rgb) for name, frame in pictures.items()
        ]

    def control(self, session: Session, action: Array | None) -> None:
        """See the base."""
        recorder, steps, hz = self._open(), session.step_count, session.spec.control_hz
        if action is not None:
            recorder.action(stamp_of(steps - 1, hz), action)
        for one in self._readings:
            recorder.reading(one.sensor, one.stamp_ns, one.reading)
        self._readings = []
        now = session.step_truth()
        recorder.truth(now)
        ended = Outcome(
            ENDED, terminated=False, truncated=True, is_success=now.is_success, steps=steps
        )
        self._last = (now.stamp_ns, ended)

    def close(self, *, keep: bool) -> None:
        """See the base."""
        if self._recorder is None:
            return
        recorder, self._recorder = self._recorder, None
        if keep and self._last is not None:
            recorder.end(*self._last)
        recorder.close()
        if keep:
            shutil.rmtree(self._files.bag, ignore_errors=True)
            self._files.unfinished_bag.rename(self._files.bag)
        else:
            shutil.rmtree(self._files.unfinished_bag, ignore_errors=True)

    def _open(self) -> EpisodeRecorder:
        assert self._recorder is not None, "it was started"
        return self._recorder
