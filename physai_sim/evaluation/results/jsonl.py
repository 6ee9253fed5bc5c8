"""results.jsonl: a line for each episode, in the shape of driving_log_replayer's results.

Source of the shape: TIER IV, driving_log_replayer, docs/result_format.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from physai_sim.core.output import write_text
from physai_sim.core.timing import NS_PER_S
from physai_sim.evaluation.results.verdict import Verdict, title, verdict


def write_jsonl(path: Path, metrics: Mapping[str, Any], *, written_s: float | None = None) -> None:
    """Write results.jsonl.

    Args:
        path: Where.
        metrics: The content of metrics.json.
        written_s: When it is written, in seconds since 1970; now, if not given.

    Raises:
        MachineError: If it cannot be written.
    """
    now_s = time.time() if written_s is None else written_s
    write_text(path, "".join(f"{line}\n" for line in jsonl_lines(metrics, written_s=now_s)))


def jsonl_lines(metrics: Mapping[str, Any], *, written_s: float) -> Iterator[str]:
    """The lines of results.jsonl: one for each episode, one for each unreadable bag, a summary."""
    lines = [_episode(record) for record in metrics["episodes"]]
    lines += [_unreadable(record) for record in metrics.get("unreadable", ())]
    for line in [*lines, _summary(metrics, [line["Result"]["Success"] for line in lines])]:
        line["Stamp"]["System"] = written_s
        yield json.dumps(line, allow_nan=False)


def _line(found: Verdict, frame: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "Result": {"Success": found.success, "Summary": found.text},
        "Stamp": {"System": 0.0, "ROS": None},
        "Frame": dict(frame),
    }


def _episode(record: Mapping[str, Any]) -> dict[str, Any]:
    found = verdict(record)
    values = {
        name: {"Value": one["value"], "Unit": one["unit"], "Reason": one["reason"]}
        for name, one in record["metrics"].items()
    }
    keys = {"Episode": "episode", "Seed": "seed", "Bag": "bag", "World": "world"}
    frame = {key: record[name] for key, name in keys.items() if name in record}
    told = Verdict(found.success, f"{title(record)}: {found.text}")
    line = _line(told, {**frame, "Metrics": values})
    if record.get("duration_s") is not None:
        line["Stamp"]["ROS"] = record.get("start_ns", 0) / NS_PER_S + record["duration_s"]
    return line


def _unreadable(record: Mapping[str, Any]) -> dict[str, Any]:
    found = Verdict(success=False, text=f"unreadable: {record['reason']}")
    return _line(found, {"Bag": record["bag"]})


def _summary(metrics: Mapping[str, Any], successes: list[bool | None]) -> dict[str, Any]:
    """The last line: whether all requirements hold, or without any, whether no episode failed."""
    requirements = list(metrics.get("requirements", ()))
    passed, failed, unknown = (successes.count(one) for one in (True, False, None))
    held = sum(bool(one["ok"]) for one in requirements)
    words = f"{passed} passed, {failed} failed, {unknown} unknown"
    if requirements:
        words += f"; {held} of {len(requirements)} requirements hold"
    together = metrics["aggregate"]
    means = {name: one["mean"] for name, one in together["metrics"].items()}
    frame = {"Requirements": requirements, "SuccessRate": together["success_rate"], "Means": means}
    ok: bool | None = held == len(requirements)
    if not requirements:  # where no success is known, nobody knows
        ok = not failed if passed or failed else None
    return _line(Verdict(False if metrics.get("unreadable") else ok, words), frame)
