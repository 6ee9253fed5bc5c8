"""How many parts of the goal were reached."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Event, Metric, MetricResult, unknown


class GoalConditions(Metric):
    """Share of the goal's conditions that held when the episode ended, 0 to 1.

    `best` is the greatest share at any control stamp; each condition is a part by its name, 1
    where it held at the end. The events are the moments at which one came to hold.
    """

    group = "manipulation"
    unit = "1"
    better = "higher"

    def applies(self, episode: Episode) -> bool:
        """Arms only."""
        return bool(episode.tools)

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        held = {name: rows for name, rows in episode.conditions.items() if len(rows)}
        if not held:
            return unknown("no condition of the goal was recorded")
        parts: dict[str, float | None] = {"best": float(np.mean(list(held.values()), 0).max())}
        events = _events(episode, held)
        if episode.outcome is None or episode.outcome.reason == "interrupted":
            return MetricResult(None, "the episode was interrupted", events, parts)
        at_end = {name: float(rows[-1]) for name, rows in held.items()}
        share = sum(at_end.values()) / len(at_end)
        return MetricResult(share, events=events, parts={**parts, **at_end})


def _events(episode: Episode, held: Mapping[str, NDArray[np.bool_]]) -> tuple[Event, ...]:
    """The moments at which conditions came to hold, in the order of time."""
    found = [
        Event(int(episode.stamps_ns[row]), f"{name} holds")
        for name, rows in held.items()
        for row in np.flatnonzero(np.diff(rows.astype(int), prepend=0) == 1)
    ]
    return tuple(sorted(found, key=lambda event: event.stamp_ns))
