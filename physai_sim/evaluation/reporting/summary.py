"""What a report says of all episodes together, in words and formatted numbers.

Why apart from the template: what is missing or unknown is decided here, where types are checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from physai_sim.evaluation.reporting.metric_table import Column, Group
from physai_sim.evaluation.reporting.text import count, number, percent

# What people look at first, in this order; the first few that are known become large numbers.
OPEN_LOOP = ("min_ade", "final_displacement", "miss_rate", "plan_deviation", "action_error")
CLOSED_LOOP = (
    "driving_score",
    "route_completion",
    "collisions",
    "off_road",
    "time_to_collision",
    "goal_conditions",
    "final_pose_error",
    "contact_force",
    "duration",
    "comfort",
)
MOST_TILES = 4


@dataclass(frozen=True, slots=True)
class Rate:
    """The success rate; shares as percentages of a bar's length, and as text."""

    text: str
    interval: str
    sentence: str
    low: float
    high: float
    value: float | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that was required of the result.

    Args:
        text: The requirement.
        value: What was found.
        tone: good, bad, or neutral where the value is unknown.
        verdict: That in a word.
        reason: Why the value is unknown.
    """

    text: str
    value: str
    tone: str
    verdict: str
    reason: str


def rate(metrics: Mapping[str, Any]) -> Rate | None:
    """The success rate; None where no recording says how it ended, or the policy did not act."""
    found = metrics["aggregate"]["success_rate"]
    n, value = found["n"], found["value"]
    kind = metrics.get("kind", "run")
    if kind == "replay" or (value is None and kind != "run"):
        return None
    interval = f"{percent(found['low'])} to {percent(found['high'])}"
    if value is None:
        return Rate(percent(None), interval, "No episode came to its end.", 0.0, 100.0, None)
    sentence = f"{round(value * n)} of {count(n, 'episode')} succeeded"
    low, high = 100.0 * found["low"], 100.0 * found["high"]
    return Rate(percent(value), interval, sentence, low, high, 100.0 * value)


def requirements(metrics: Mapping[str, Any]) -> tuple[Requirement, ...]:
    """What was required, and whether it holds; what cannot be computed fails with its reason."""
    return tuple(
        Requirement(
            text=one["text"],
            value=number(one["value"]),
            tone="good" if one["ok"] else "bad",
            verdict="met" if one["ok"] else "not met" if one["value"] is not None else "unknown",
            reason=one.get("reason") or "",
        )
        for one in metrics.get("requirements") or ()
    )


def verdict(found: Sequence[Requirement]) -> str:
    """How many requirements hold, in a sentence; "" where there are none."""
    met = sum(one.tone == "good" for one in found)
    return f"{met} of {count(len(found), 'requirement')} met" if found else ""


def tiles(metrics: Mapping[str, Any], found: Sequence[Group]) -> tuple[Column, ...]:
    """The metrics to show large: of those that people look at first, the ones that are known."""
    known = {column.name: column for group in found for column in group.columns if column.n}
    wanted = OPEN_LOOP if metrics.get("kind") == "replay" else CLOSED_LOOP
    return tuple(known[name] for name in wanted if name in known)[:MOST_TILES]
