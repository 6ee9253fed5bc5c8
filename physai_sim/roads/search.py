"""The way of the fewest metres through a network of lanes."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

from physai_sim.core.errors import ConfigError
from physai_sim.roads.lane import Lane


def shortest(lanes: Mapping[str, Lane], starts: Sequence[str], *, goal: str) -> tuple[Lane, ...]:
    """The lanes from one of `starts` to `goal`, both included, that are shortest in sum.

    Source: E. W. Dijkstra, "A note on two problems in connexion with graphs", 1959.

    Raises:
        ConfigError: If no way leads there.
    """
    came_from: dict[str, str | None] = {}
    queue: list[tuple[float, str, str]] = [(lanes[name].length_m, name, "") for name in starts]
    heapq.heapify(queue)
    while queue:
        length_m, name, previous = heapq.heappop(queue)
        if name in came_from:
            continue
        came_from[name] = previous or None
        if name == goal:
            return _traced(lanes, came_from, goal=goal)
        for successor in lanes[name].successors:
            heapq.heappush(queue, (length_m + lanes[successor].length_m, successor, name))
    expected = "lanes linked by `after` or `joins`"
    got = " or ".join(starts) or "a lane without successors"
    raise ConfigError(f"no way leads to lane {goal}", where="route", got=got, expected=expected)


def _traced(
    lanes: Mapping[str, Lane], came_from: Mapping[str, str | None], *, goal: str
) -> tuple[Lane, ...]:
    name: str | None = goal
    found: list[Lane] = []
    while name is not None:
        found.append(lanes[name])
        name = came_from[name]
    return tuple(reversed(found))
