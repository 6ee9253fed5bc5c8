"""What metrics.json says of one recording, whoever read it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from physai_sim.core.timing import NS_PER_S
from physai_sim.evaluation.ingest.recording import Recording

FEWEST = 5


def recording_record(bag: Path, recording: Recording) -> dict[str, Any]:
    """The record of a recording, as plain data.

    Args:
        bag: Where it is, as it was named.
        recording: What it holds.
    """
    return {
        "bag": str(bag),
        "bytes": recording.bytes,
        "messages": recording.message_count,
        "duration_s": recording.duration_ns / 1e9,
        "episodes": len(recording.episodes),
        "topics": {name: _topic(recording, name) for name in recording.topics},
        "lost": recording.lost,
        "faults": [dataclasses.asdict(fault) for fault in recording.faults],
    }


def _topic(recording: Recording, name: str) -> dict[str, Any]:
    """Its type, how many messages it has, and at what rate they came: None for a few."""
    streams = [one.streams[name] for one in recording.episodes if name in one.streams]
    spans_ns = [int(one.logged_ns[-1] - one.logged_ns[0]) for one in streams if len(one.logged_ns)]
    steps = sum(len(one.logged_ns) - 1 for one in streams if len(one.logged_ns))
    is_rated = steps >= FEWEST and sum(spans_ns) > 0
    return {
        "type": recording.topics[name],
        "messages": sum(len(one.logged_ns) for one in streams),
        "hz": steps * NS_PER_S / sum(spans_ns) if is_rated else None,
    }
