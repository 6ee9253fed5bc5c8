"""Chooses among candidates for one rollout: the best by its score, and none that scores too low.

Source of the rule, keep 4 and 5 of several seeds: the rejection sampling that is published with
Cosmos-Reason2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from physai_sim.generation.critics.base import Critique

KEEP = 4


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate in its place.

    Args:
        rank: From 1, the best.
        name: Of the candidate.
        score: Of the critic; None if it gave none.
        kept: Whether it scores enough.
        is_best: Whether it is the one to take.
        reasons: Of the critic.
        margin_used: Mean share of the margins that it used, which decides between equal scores;
            None where the critic names none.
    """

    rank: int
    name: str
    score: int | None
    kept: bool
    is_best: bool
    reasons: tuple[str, ...]
    margin_used: float | None

    def to_json(self) -> dict[str, Any]:
        """As a line of a log."""
        return asdict(self)


def best_of(candidates: Iterable[tuple[str, Critique]], *, keep: int = KEEP) -> tuple[Ranked, ...]:
    """Candidates in their order, the best first.

    Higher scores go first. Of equal scores that one goes first which used less of its margins,
    then that one which was named first. What has no score goes last and is never kept.

    Args:
        candidates: Names and critiques.
        keep: The lowest score that is kept.
    """
    rows = [(name, critique, margin_used(critique)) for name, critique in candidates]
    rows.sort(key=lambda row: (-(row[1].score or 0), 1.0 if row[2] is None else row[2]))
    ranked = []
    for number, (name, critique, used) in enumerate(rows):
        kept = critique.score is not None and critique.score >= keep
        best = number == 0 and kept
        ranked.append(Ranked(number + 1, name, critique.score, kept, best, critique.reasons, used))
    return tuple(ranked)


def margin_used(critique: Critique) -> float | None:
    """Mean share of the margins that a clip used, over the measures that could be told."""
    told = critique.facts.get("margin_used", {})
    shares = [share for share in told.values() if share is not None]
    return sum(shares) / len(shares) if shares else None
