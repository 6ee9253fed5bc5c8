"""Rollouts that are made one after the other by one process, or in one pass of physics."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from physai_sim.core.rollouts import RolloutRequest
from physai_sim.generation.batch.batch_request import BatchRequest

# Rollouts of one pass: physics is a tenth of what it would be, and that many worlds are mirrored.
SHARED = 10


@dataclass(frozen=True, slots=True)
class Group:
    """Rollouts of one source.

    Args:
        source: The episode that they start from.
        numbers: Of the rollouts, in the order of the batch.
        is_shared: Whether one pass of physics serves all of them.
    """

    source: str
    numbers: tuple[int, ...]
    is_shared: bool


def groups_of(batch: BatchRequest) -> Mapping[str, tuple[Group, ...]]:
    """The groups of each source, in the order of the batch.

    Where there are fewer groups than processes they are smaller, so that no process is idle.
    """
    alike: dict[str, dict[object, list[int]]] = {}
    for number, rollout in enumerate(batch.rollouts):
        alike.setdefault(rollout.source, {}).setdefault(_pass_of(rollout), []).append(number)
    most = max(1, min(SHARED, math.ceil(len(batch.rollouts) / batch.processes)))
    return {
        source: tuple(
            Group(source, tuple(numbers[k : k + most]), batch.shares and key is not None)
            for key, numbers in passes.items()
            for k in range(0, len(numbers), most)
        )
        for source, passes in alike.items()
    }


def _pass_of(rollout: RolloutRequest) -> object:
    """Equal for rollouts that one pass can serve; None for those that are played alone."""
    if rollout.expansion.kind == "physics":
        return None
    return (rollout.fps, rollout.num_frames)
