"""Moments of an episode that a report marks: contacts, success, what metrics count, the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from physai_sim.core.truth import Contact
from physai_sim.evaluation.driving.impacts import SAME_NS
from physai_sim.evaluation.driving.road_users import HARMLESS
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.reporting.text import words

_KINDS = {"collisions": "contact", "success": "success"}


@dataclass(frozen=True, slots=True)
class Moment:
    """Something at a moment.

    Args:
        time_s: Episode time [s].
        kind: contact, success, event or end.
        source: The metrics that count it, in words; "" for none.
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
    found = _counted(metrics)
    if "collisions" not in metrics:
        found += [
            Moment(stamp / 1e9, "contact", "", f"{c.link_a} of {c.body_a} touched {c.body_b}")
            for stamp, c in contact_starts(episode)
        ]
    found.sort(key=lambda moment: moment.time_s)
    if len(episode.stamps_ns):
        found.append(Moment(float(episode.times_s[-1]), "end", "", _ending(episode)))
    return tuple(found)


def sparse(found: Sequence[Moment], most: int) -> tuple[Moment, ...]:
    """No more moments than that, so that plots stay small: all contacts first, then every n-th.

    Args:
        found: In the order of time.
        most: At least 1.
    """
    if len(found) <= most:
        return tuple(found)
    # `sorted` keeps the order of time within each half.
    ranked = sorted(range(len(found)), key=lambda index: found[index].kind == "event")
    first = sum(moment.kind != "event" for moment in found)
    left = max(most - first, 0)
    step = -(-(len(found) - first) // left) if left else len(found)
    kept = ranked[:first][:most] + (ranked[first::step] if left else [])
    return tuple(found[index] for index in sorted(kept))


def _counted(metrics: Mapping[str, Any]) -> list[Moment]:
    """What metrics count; what several of them count, in equal words, is one moment."""
    sources: dict[tuple[int, str], list[str]] = {}
    for name, result in metrics.items():
        for event in result.get("events", ()):
            sources.setdefault((event["stamp_ns"], event["text"]), []).append(name)
    return [
        Moment(stamp / 1e9, _kind(names), ", ".join(words(name) for name in names), text)
        for (stamp, text), names in sources.items()
    ]


def _kind(names: Sequence[str]) -> str:
    return next((_KINDS[name] for name in names if name in _KINDS), "event")


def contact_starts(episode: Episode) -> list[tuple[int, Contact]]:
    """The first contact of each touch with anything but the ground, with its stamp [ns].

    Touches are told apart as the collision metric does.
    """
    found, last = [], dict[tuple[str, str], int]()
    for stamp, contact in episode.contacts:
        info = episode.facts.bodies.get(contact.body_b)
        if (info and info.category in HARMLESS) or contact.body_a == contact.body_b:
            continue
        pair = (contact.body_a, contact.body_b)
        if stamp - last.get(pair, -SAME_NS - 1) > SAME_NS:
            found.append((stamp, contact))
        last[pair] = stamp
    return found


def _ending(episode: Episode) -> str:
    if episode.outcome is None:
        return "the recording stops"
    return f"end of the episode: {words(episode.outcome.reason)}"
