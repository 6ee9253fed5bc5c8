"""Whether an episode of metrics.json passed, failed, or nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an episode succeeded.

    Args:
        success: None where that is unknown.
        text: In a sentence.
    """

    success: bool | None
    text: str


def verdict(record: Mapping[str, Any]) -> Verdict:
    """The verdict on an episode of metrics.json; one that lost data has failed."""
    if record.get("lost"):
        return Verdict(success=False, text=f"lost: {record['lost']}")
    result = record["metrics"].get("success")
    if result is None:
        return Verdict(None, "success was not scored")
    if result["value"] is None:
        return Verdict(None, result["reason"])
    outcome = record.get("outcome") or {}
    ended = str(outcome.get("reason", "")).replace("_", " ")
    if result["value"] == 1.0:
        return Verdict(success=True, text="success")
    text = "ended without success"
    return Verdict(success=False, text=f"{text}: {ended}" if ended else text)


def title(record: Mapping[str, Any]) -> str:
    """What an episode is called: its number, with its seed and bag where they are known."""
    seed = f" seed {record['seed']}" if record.get("seed") is not None else ""
    bag = f" of {record['bag']}" if record.get("bag") else ""
    return f"episode {record['episode']}{seed}{bag}"
