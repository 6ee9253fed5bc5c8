"""Of several rollouts of one source, the one that the physics report likes best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from physai_sim.generation.critics.base import Critique
from physai_sim.generation.critics.scoring.best_of import Ranked, best_of
from physai_sim.generation.curation.decision import Decision, Reason
from physai_sim.generation.curation.measured import Measured, Physics


def best_candidates(
    decisions: Sequence[Decision], count: int
) -> tuple[tuple[Decision, ...], tuple[dict[str, Any], ...]]:
    """Drop all but the best of every so many candidates of a source.

    Candidates are those that nothing speaks against yet, in the order of their names.

    Args:
        decisions: By name.
        count: Candidates of a group; the last group of a source may have fewer.

    Returns:
        The decisions, and a line of the log for each candidate.
    """
    found = {one.measured.name: one for one in decisions}
    log: list[dict[str, Any]] = []
    for source, group in _groups(decisions, count):
        for ranked in best_of((name, _critique(found[name].measured)) for name in group):
            log.append({"source": source, "group": group, **ranked.to_json()})
            if not ranked.is_best:
                found[ranked.name] = found[ranked.name].but(_reason(ranked, len(group)))
    return tuple(found.values()), tuple(log)


def _groups(decisions: Sequence[Decision], count: int) -> list[tuple[str, list[str]]]:
    by_source: dict[str, list[str]] = {}
    for one in decisions:
        if one.kept:
            by_source.setdefault(one.measured.source, []).append(one.measured.name)
    return [
        (source, names[start : start + count])
        for source, names in by_source.items()
        for start in range(0, len(names), count)
    ]


def _critique(measured: Measured) -> Critique:
    """Of the film that scores worst; no score if one film has none."""
    physics = [film.physics for film in measured.films.values() if film.physics is not None]
    worst = min(physics, key=_order)
    facts = {"margin_used": {"all": worst.margin_used}}
    return Critique(worst.score, worst.reasons, facts=facts)


def _order(physics: Physics) -> tuple[int, float]:
    return (physics.score or 0, -(physics.margin_used or 0.0))


def _reason(ranked: Ranked, count: int) -> Reason:
    told = "no score" if ranked.score is None else f"score {ranked.score}"
    return Reason("best_of", f"rank {ranked.rank} of {count}, {told}", ranked.score)
