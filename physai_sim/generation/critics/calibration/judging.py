"""Lets a critic judge films whose faults are known, and keeps what it said beside what is true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from physai_sim.generation.critics.base import Critic
from physai_sim.generation.critics.calibration.cases import Case, LeftOut
from physai_sim.generation.critics.scoring.marks import mark
from physai_sim.generation.critics.state import State
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.floors import Floors
from physai_sim.generation.physics.measures.base import Finding
from physai_sim.generation.physics.report import report
from physai_sim.generation.physics.truth import Truth

ERROR = "state_error"  # the measure that scores are held against


@dataclass(frozen=True, slots=True)
class Judged:
    """What was said of a film, and what is true of it.

    Args:
        name: Of its fault, or of its look.
        world: In which it was played.
        seed: Of the episode.
        is_fault: Whether there is anything wrong in it.
        score: Of the critic; None if none could be read.
        reasons: Of the critic.
        reference: What the findings of the report make: the score of the critic `state`.
        state_error: Of the measure of that name; None where it is unknown.
    """

    name: str
    world: str
    seed: int
    is_fault: bool
    score: int | None
    reasons: tuple[str, ...]
    reference: int | None
    state_error: float | None

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return asdict(self)


Find = Callable[[Clip, Truth], Sequence[Finding]]


class Reports:
    """Findings of clips; what the truth itself scores is found once for each truth."""

    def __init__(self) -> None:
        self._floors: Floors | None = None

    def __call__(self, clip: Clip, truth: Truth) -> Sequence[Finding]:
        """The findings of a clip."""
        if self._floors is None or self._floors.truth is not truth:
            self._floors = Floors(truth)
        return report(clip, truth, floors=self._floors).findings


def judged(
    critic: Critic, films: Iterable[Case | LeftOut], *, find: Find | None = None
) -> Iterator[Judged | LeftOut]:
    """Let a critic judge films, one after the other.

    Args:
        critic: Who.
        films: What.
        find: What makes the findings; the physics report by default.

    Raises:
        PhysAIError: If the critic cannot judge at all.
    """
    made = find or Reports()
    for film in films:
        yield film if isinstance(film, LeftOut) else _judged(critic, film, made)


def _judged(critic: Critic, case: Case, find: Find) -> Judged:
    findings = find(case.clip, case.truth)
    reference = mark(findings)
    told = reference
    if not isinstance(critic, State):
        told = critic.judge(case.clip, case.truth, case.truth.spec.instruction)
    errors = [finding.value for finding in findings if finding.name == ERROR]
    return Judged(
        name=case.name,
        world=case.world,
        seed=case.seed,
        is_fault=case.is_fault,
        score=told.score,
        reasons=told.reasons,
        reference=reference.score,
        state_error=errors[0] if errors else None,
    )
