"""Whether a rollout is kept, and every reason why it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from physai_sim.generation.curation.curate_request import CurateRequest
from physai_sim.generation.curation.duplicates import Nearest
from physai_sim.generation.curation.measured import Measured
from physai_sim.generation.curation.survival import lost_labels


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rollout is dropped.

    Args:
        step: Which step says so: "still", "labels", "physics", "best_of" or "duplicate".
        text: In words.
        value: The number that decided, where there is one.
        limit: The number that it was held against.
    """

    step: str
    text: str
    value: float | None = None
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a rollout.

    Args:
        measured: What is known of it.
        reasons: Why it is dropped; none: it is kept.
        nearest: The kept rollout that it is most like, where that was looked at.
        unknown: What could not be told, and so drops nothing.
    """

    measured: Measured
    reasons: tuple[Reason, ...]
    nearest: Nearest | None = None
    unknown: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons

    def but(self, *reasons: Reason) -> Decision:
        """The same with more reasons."""
        return replace(self, reasons=(*self.reasons, *reasons))

    def to_json(self) -> dict[str, Any]:
        """As a line of `curation.jsonl`."""
        films = {camera: asdict(film) for camera, film in self.measured.films.items()}
        return {
            "name": self.measured.name,
            "kept": self.kept,
            "reasons": [asdict(reason) for reason in self.reasons],
            "unknown": list(self.unknown),
            "source": self.measured.source,
            "nearest": None if self.nearest is None else asdict(self.nearest),
            "films": films,
        }


def decide(measured: Measured, request: CurateRequest) -> Decision:
    """What a rollout's own numbers say, without a look at others."""
    reasons = [*_still(measured, request.min_motion)]
    if request.min_survival is not None:
        reasons += _labels(measured, request.min_survival)
    if request.physics:
        reasons += _physics(measured)
    told = [f"{k}: physics is unknown" for k, v in _verdicts(measured).items() if v == "unknown"]
    return Decision(measured, tuple(reasons), unknown=tuple(told))


def _still(measured: Measured, minimum: float) -> Sequence[Reason]:
    most = max(film.motion for film in measured.films.values())
    if most >= minimum:
        return ()
    return (Reason("still", "hardly anything moves in it", most, minimum),)


def _labels(measured: Measured, minimum: float) -> Sequence[Reason]:
    return [
        Reason("labels", f"{camera}: the label of {body} does not fit", share, minimum)
        for camera, film in measured.films.items()
        for body, share in lost_labels(film.survival, minimum).items()
    ]


def _physics(measured: Measured) -> Sequence[Reason]:
    return [
        Reason("physics", f"{camera}: {', '.join(film.physics.failed)} failed")
        for camera, film in measured.films.items()
        if film.physics is not None and film.physics.verdict == "fail"
    ]


def _verdicts(measured: Measured) -> Mapping[str, str]:
    films = measured.films.items()
    return {camera: film.physics.verdict for camera, film in films if film.physics is not None}
