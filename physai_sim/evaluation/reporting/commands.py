"""The command lines that make what a report shows once more."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any


def run_again(metrics: Mapping[str, Any], seeds: Sequence[int]) -> str:
    """The command line that runs episodes with these seeds again; one line for each gap."""
    lines, start = [], 0
    for end in range(1, len(seeds) + 1):
        if end < len(seeds) and seeds[end] == seeds[end - 1] + 1:
            continue
        parts = ["physai", "run", metrics["world"], "--policy", metrics["policy"]]
        for setting in metrics.get("settings", ()):
            parts += ["--set", setting]
        parts += ["--draw", metrics["draws"]] if metrics.get("draws") else []
        parts += ["--seed", str(seeds[start])]
        parts += ["--episodes", str(end - start)] if end - start > 1 else []
        lines.append(shlex.join([*parts, "--out", f"again_{seeds[start]}"]))
        start = end
    return "\n".join(lines)


def again(metrics: Mapping[str, Any], record: Mapping[str, Any] | None = None) -> str:
    """The command line of a whole report, or of one of its episodes; "" where none is known.

    Args:
        metrics: The content of metrics.json; `command` in it, where there is one, is the answer.
        record: One of its episodes.
    """
    told = str((metrics if record is None else record).get("command") or "")
    if told or metrics.get("kind", "run") != "run":
        return told
    return run_again(metrics, metrics["seeds"] if record is None else [record["seed"]])
