"""Holds films of rollouts against the truth of their sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from physai_sim.generation.curation.candidate import Candidate
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.floors import Floors
from physai_sim.generation.physics.measures.control_fidelity import ControlFidelity
from physai_sim.generation.physics.report import Report, report
from physai_sim.generation.physics.truth import View, true_film
from physai_sim.generation.resimulation import cameras_of
from physai_sim.generation.source.read import read_source, read_sources

_Key = tuple[str, tuple[str, ...], View]


@dataclass(slots=True)
class Referee:
    """Makes reports; one truth is kept at a time, which rollouts of one source share.

    Args:
        labels_only: Whether labels alone are looked at, not all of physics.
    """

    labels_only: bool = False
    _last: tuple[_Key, Floors] | None = None

    def judge(self, candidate: Candidate, camera: str | None, clip: Clip) -> Report:
        """Hold one film of a rollout against its source.

        Raises:
            PhysAIError: If the source cannot be played again, or the film does not fit it.
        """
        floors = self._floors(candidate, camera, clip)
        meant = replace(clip, expansion=candidate.request.expansion)
        measures = (ControlFidelity(),) if self.labels_only else None
        return report(meant, floors.truth, measures=measures, floors=floors)

    def _floors(self, candidate: Candidate, camera: str | None, clip: Clip) -> Floors:
        request = candidate.request
        source = read_source(read_sources(request.source)[0], candidate.settings)
        high, wide = clip.frames.shape[1:3]
        name = camera or next(iter(cameras_of(source)))
        view = View(name, clip.hz, (wide, high), request.num_frames)
        key = (str(Path(request.source)), candidate.settings, view)
        if self._last is None or self._last[0] != key:
            self._last = None  # frees the memory of the one before
            self._last = (key, Floors(true_film(source, view)))
        return self._last[1]
