"""What metrics.json says of one episode, whoever scored it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from physai_sim.evaluation.episode import Episode


def episode_record(
    number: int,
    episode: Episode,
    scores: Mapping[str, Any],
    *,
    bag: str,
    video: str | None,
) -> dict[str, Any]:
    """The record of an episode, as plain data.

    Args:
        number: Of the episode in its document.
        episode: What was recorded.
        scores: Its metrics, of `score_episode`.
        bag: Where it was recorded.
        video: Its video; None where there is none.
    """
    facts, outcome = episode.facts, episode.outcome
    return {
        "episode": number,
        "world": facts.world,
        "seed": facts.seed,
        "instruction": facts.instruction,
        "draw": dict(facts.draw),
        "bag": bag,
        "video": video,
        "start_ns": episode.start_ns,
        "duration_s": recorded_s(episode),
        "is_truth": facts.is_truth,
        "outcome": None if outcome is None else dataclasses.asdict(outcome),
        "lost": episode.lost,
        "faults": [dataclasses.asdict(fault) for fault in episode.faults],
        "metrics": dict(scores),
    }


def recorded_s(episode: Episode) -> float:
    """Episode time of the last row [s]; 0 without rows."""
    return float(episode.times_s[-1]) if len(episode.stamps_ns) else 0.0
