"""What metrics.json says of one recording, whoever read it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from physai_sim.evaluation.ingest.recording import Recording


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
        "topics": dict(recording.topics),
        "lost": recording.lost,
        "faults": [dataclasses.asdict(fault) for fault in recording.faults],
    }
