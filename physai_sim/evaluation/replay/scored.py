"""A replayed episode as metrics.json tells it: the policy's open-loop metrics, and what-ifs."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from physai_sim.evaluation.episode import Episode, Plan
from physai_sim.evaluation.episode_record import episode_record
from physai_sim.evaluation.metrics.base import Group
from physai_sim.evaluation.replay.difference import chunk_difference, difference
from physai_sim.evaluation.replay.horizon import up_to
from physai_sim.evaluation.replay.playback import PlayedEpisode
from physai_sim.evaluation.replay.request import ReplayRequest
from physai_sim.evaluation.replay.variant import Decided
from physai_sim.evaluation.scoring import score_episode

OPEN_LOOP: tuple[Group, ...] = ("open_loop",)


@dataclass(frozen=True, slots=True)
class ScoredEpisode:
    """A replayed episode.

    Args:
        episode: What was recorded, with the policy's plans as they are compared.
        plans: The same plans as the policy gave them.
        record: Its entry in `episodes` of metrics.json.
        counterfactuals: Its entries in `counterfactuals`, one for each perturbation.
    """

    episode: Episode
    plans: tuple[Plan, ...]
    record: dict[str, Any]
    counterfactuals: tuple[dict[str, Any], ...]


def scored(request: ReplayRequest, number: int, bag: str, played: PlayedEpisode) -> ScoredEpisode:
    """Score what policies decided in an episode.

    Args:
        request: How far plans are compared.
        number: Of the episode in its document.
        bag: Where it was recorded.
        played: What they decided.
    """
    compared = tuple(_compared(request, played.episode, one) for one in played.decided)
    base, episode = played.decided[0], compared[0]
    recorded = chunk_difference(played.episode.plans, base.plans)
    record = {
        **episode_record(number, episode, _scores(episode), bag=bag, video=None),
        "replay": {
            **_decided_record(base),
            "seed": played.described.seed,
            "recorded_chunks": {"count": len(played.episode.plans), **_plain(recorded)},
            "faults": [dataclasses.asdict(fault) for fault in played.faults],
        },
    }
    others = tuple(
        {
            "episode": number,
            **_decided_record(other),
            "difference": difference(
                played.described.spec, base, other, episodes=(episode, changed)
            ),
            "metrics": _scores(changed),
        }
        for other, changed in zip(played.decided[1:], compared[1:], strict=True)
    )
    return ScoredEpisode(episode, tuple(base.plans), record, others)


def _compared(request: ReplayRequest, episode: Episode, decided: Decided) -> Episode:
    plans = tuple(up_to(plan, request.horizon_ns, hold=request.hold) for plan in decided.plans)
    return dataclasses.replace(episode, plans=plans)


def _scores(episode: Episode) -> dict[str, Any]:
    return score_episode(episode, groups=OPEN_LOOP)


def _decided_record(decided: Decided) -> dict[str, Any]:
    return {
        "control_stamps": len(decided.stamps_ns),
        "plans": len(decided.plans),
        "ended_s": None if decided.ended_ns is None else decided.ended_ns / 1e9,
    }


def _plain(found: object) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("matched", "unmatched", "greatest")}
