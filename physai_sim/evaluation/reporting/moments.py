"""Moments of an episode that a report marks: contacts, success, what metrics count, the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.reporting.plot_data import contact_starts
from physai_sim.evaluation.reporting.text import words

_KINDS = {"collisions": "contact", "success": "success"}


@dataclass(frozen=True, slots=True)
class Moment:
    """Something at a moment.

    Args:
        time_s: Episode time [s].
        kind: contact, success, event or end.
        source: The metric that counts it, in words; "" for none.
        text: What happened.
    """

    time_s: float
    kind: str
    source: str
    text: str


def moments(episode: Episode, metrics: Mapping[str, Any]) -> tuple[Moment, ...]:
    """Everything worth marking, in the order of time.

    Args:
        episode: The recording.
        metrics: Its metrics, as in metrics.json.
    """
    found = [
        Moment(event["stamp_ns"] / 1e9, _KINDS.get(name, "event"), words(name), event["text"])
        for name, result in metrics.items()
        for event in result.get("events", ())
    ]
    if "collisions" not in metrics:
        found += [
            Moment(stamp / 1e9, "contact", "", f"{c.link_a} of {c.body_a} touched {c.body_b}")
            for stamp, c in contact_starts(episode)
        ]
    found.sort(key=lambda moment: moment.time_s)
    if len(episode.stamps_ns):
        found.append(Moment(float(episode.times_s[-1]), "end", "", _ending(episode)))
    return tuple(found)


def _ending(episode: Episode) -> str:
    if episode.outcome is None:
        return "the recording stops"
    return f"end of the episode: {words(episode.outcome.reason)}"
