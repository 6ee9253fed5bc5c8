"""How far what was decided differs: from a second policy's decisions, or from recorded ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.core.types import EpisodeSpec
from physai_sim.evaluation.driving.forecasts import Forecast, forecasts
from physai_sim.evaluation.episode import Episode, Plan
from physai_sim.evaluation.replay.variant import Decided


@dataclass(frozen=True, slots=True)
class ChunkDifference:
    """Chunks against those of the same stamps.

    Args:
        matched: Chunks whose stamp, rate and shape are equal.
        unmatched: Chunks of either side without such a partner.
        greatest: Greatest difference of any number of the matched; None where there are none.
    """

    matched: int
    unmatched: int
    greatest: float | None


def chunk_difference(one: Sequence[Plan], other: Sequence[Plan]) -> ChunkDifference:
    """Hold the played chunks of plans against each other, by their stamps."""
    first, second = ({_key(plan): plan.chunks[0] for plan in plans} for plans in (one, other))
    shared = first.keys() & second.keys()
    gaps = [float(np.abs(first[k].actions - second[k].actions).max()) for k in shared]
    unmatched = len(one) + len(other) - 2 * len(shared)
    return ChunkDifference(len(shared), unmatched, max(gaps, default=None))


def difference(
    spec: EpisodeSpec, base: Decided, other: Decided, *, episodes: tuple[Episode, Episode]
) -> dict[str, Any]:
    """How far a counterfactual's actions and paths are from the policy's own.

    Args:
        spec: The episode.
        base: What the policy decided on what was recorded.
        other: What it decided where one thing was changed.
        episodes: What was recorded, with the plans of both as they are compared.

    Returns:
        `actions`: differences at equal control stamps, as shares of the ranges of the numbers
        (unknown where those are), and of each number in its unit. `paths`: mean distance between
        where plans of equal stamps lead [m]; None where they lead nowhere. Both with the episode
        time of the greatest [s]. `chunks`: how many were matched, and their greatest difference.
    """
    chunks = chunk_difference(base.plans, other.plans)
    return {
        "actions": _actions(spec, base, other),
        "paths": _paths(*episodes),
        "chunks": {
            "matched": chunks.matched,
            "unmatched": chunks.unmatched,
            "greatest": chunks.greatest,
        },
    }


def _key(plan: Plan) -> tuple[int, int, int, tuple[int, ...]]:
    chunk = plan.chunks[0]
    return (plan.stamp_ns, chunk.start_ns, chunk.hz, chunk.actions.shape)


def _actions(spec: EpisodeSpec, base: Decided, other: Decided) -> dict[str, Any] | None:
    stamps, rows, others = np.intersect1d(
        np.array(base.stamps_ns, dtype=np.int64),
        np.array(other.stamps_ns, dtype=np.int64),
        return_indices=True,
    )
    if not len(stamps):
        return None
    gaps = np.abs(np.array(base.actions)[rows] - np.array(other.actions)[others])
    ranges = spec.action_high - spec.action_low
    is_known = bool(np.isfinite(ranges).all())
    shares = (gaps / np.maximum(ranges, 1e-12)).mean(axis=1)
    unknown = {"compared": len(stamps), "mean": None, "max": None, "max_at_s": None}
    return {
        **(_told(stamps, shares) if is_known else unknown),
        "numbers": {
            name: {"mean": float(gap.mean()), "max": float(gap.max())}
            for name, gap in zip(spec.action_names, gaps.T, strict=True)
        },
    }


def _paths(base: Episode, other: Episode) -> dict[str, Any] | None:
    first, second = ({f.stamp_ns: f for f in forecasts(one)} for one in (base, other))
    shared = sorted(first.keys() & second.keys())
    gaps = [(stamp, gap) for stamp in shared if (gap := _gap(first[stamp], second[stamp]))[1]]
    if not gaps:
        return None
    means = np.array([gap[0] for _, gap in gaps])
    return _told(np.array([stamp for stamp, _ in gaps], dtype=np.int64), means)


def _gap(one: Forecast, other: Forecast) -> tuple[float, int]:
    """Mean distance of two paths [m] over the rows that both have, and how many those are."""
    rows = min(one.paths.shape[1], other.paths.shape[1]) if one.hz == other.hz else 0
    if not rows:
        return 0.0, 0
    gaps = np.linalg.norm(one.paths[0, :rows, :2] - other.paths[0, :rows, :2], axis=1)
    return float(gaps.mean()), rows


def _told(stamps: NDArray[np.int64], values: Array) -> dict[str, Any]:
    worst = int(np.argmax(values))
    return {
        "compared": len(values),
        "mean": float(values.mean()),
        "max": float(values[worst]),
        "max_at_s": float(stamps[worst]) / 1e9,
    }
