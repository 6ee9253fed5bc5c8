"""What a report says of the recordings themselves: what they hold, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from physai_sim.evaluation.reporting.text import NOTHING, number, size, span, words

MOST_DOUBTS = 30
MOST_RECORDINGS = 40


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in a recording that was left out or is doubtful.

    Args:
        bag: Where.
        kind: What kind of fault it is, in words.
        topic: On which topic; "" for the whole recording.
        text: What, in a sentence.
        count: How often; "" for once.
    """

    bag: str
    kind: str
    topic: str
    text: str
    count: str


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic of a recording."""

    name: str
    type_name: str
    messages: str
    hz: str


@dataclass(frozen=True, slots=True)
class RecordingView:
    """A recording: its name, short facts about it, and its topics."""

    bag: str
    facts: tuple[str, ...]
    topics: tuple[TopicRow, ...]


def doubts(metrics: Mapping[str, Any]) -> tuple[Doubt, ...]:
    """Everything that is wrong with the recordings, the worst first."""
    return (*_unreadable(metrics), *_lost(metrics), *_faults(metrics))


def faults(record: Mapping[str, Any], bag: str) -> tuple[Doubt, ...]:
    """What was left out of a recording, or of one episode of it, or is doubtful there."""
    return tuple(
        Doubt(
            bag,
            words(fault["kind"]),
            fault["topic"],
            fault["text"],
            f"{fault['count']} times" if fault["count"] > 1 else "",
        )
        for fault in record.get("faults", ())
    )


def recordings(metrics: Mapping[str, Any]) -> tuple[RecordingView, ...]:
    """What the recordings hold, the first ones."""
    return tuple(_view(one) for one in metrics.get("recordings", ())[:MOST_RECORDINGS])


def _unreadable(metrics: Mapping[str, Any]) -> Iterator[Doubt]:
    for one in metrics.get("unreadable", ()):
        yield Doubt(one["bag"], "unreadable", "", one["reason"], "")


def _lost(metrics: Mapping[str, Any]) -> Iterator[Doubt]:
    records = (*metrics.get("recordings", ()), *metrics["episodes"])
    # An episode says again what its recording has lost.
    for bag, lost in dict.fromkeys((one["bag"], one.get("lost")) for one in records):
        if lost:
            yield Doubt(bag, "lost", "", lost, "")


def _faults(metrics: Mapping[str, Any]) -> Iterator[Doubt]:
    for one in metrics.get("recordings", ()):
        yield from faults(one, one["bag"])


def _view(one: Mapping[str, Any]) -> RecordingView:
    facts = (
        str(one.get("storage") or ""),
        span(one["duration_s"]),
        size(one["bytes"]),
        f"{one['messages']} messages",
    )
    topics = tuple(
        _topic(name, {"type": told} if isinstance(told, str) else told)
        for name, told in sorted(one.get("topics", {}).items())
    )
    return RecordingView(one["bag"], tuple(fact for fact in facts if fact), topics)


def _topic(name: str, told: Mapping[str, Any]) -> TopicRow:
    hz, messages = told.get("hz"), told.get("messages")
    rate = NOTHING if hz is None else f"{number(hz)} Hz"
    return TopicRow(name, told["type"], NOTHING if messages is None else str(messages), rate)
