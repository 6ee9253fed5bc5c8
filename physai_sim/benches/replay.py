"""How fast bags are scored and replayed, in how much memory, and whether the numbers are exact."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from physai_sim.benches import _replay_bags as bags
from physai_sim.benches._live_plans import live_difference
from physai_sim.benches.base import Row
from physai_sim.core.config import load_world
from physai_sim.evaluation.evaluate import EvaluateRequest, evaluate
from physai_sim.evaluation.replay.replay import replay
from physai_sim.evaluation.replay.request import ReplayRequest
from physai_sim.evaluation.run import run
from physai_sim.evaluation.run_request import RunRequest

RUNS_OWN_TIME = ("timing",)
GIGABYTE = 1_000_000_000


class Replay:
    """`physai evaluate` and `physai replay` on bags with three cameras of 640x480 at 10 Hz."""

    def run(self, *, quick: bool) -> list[Row]:
        """See `Bench`."""
        seconds, long_s, large = (10.0, 60.0, GIGABYTE // 4) if quick else (60.0, 600.0, 10**10)
        with tempfile.TemporaryDirectory(prefix="physai_bench_") as name:
            folder = Path(name)
            drive = bags.record_drive(folder / "jpeg", seconds)
            raw = bags.record_drive(folder / "raw", min(seconds, 20.0), raw=True)
            long = bags.repeated(drive, folder / "long", least_s=long_s)
            return [
                _evaluate_speed("evaluate_speed", long, 100.0, "JPEG"),
                _replay_speed(drive),
                _evaluate_speed("raw_speed", raw, 0.0, "raw images; printed, without a bar"),
                _memory(drive, folder / "large", large),
                _repeatable(drive),
                _own_metrics(folder),
                live_difference(folder),
            ]


def _evaluate_speed(name: str, bag: Path, bar: float, what: str) -> Row:
    request = EvaluateRequest(bags=(bag,), videos=False)
    wall_s, metrics = _timed(lambda: evaluate(request, progress=_nothing))
    [recording] = metrics["recordings"]
    note = f"{recording['duration_s']:.0f} s, {recording['bytes'] / 1e6:.0f} MB, {what}"
    return Row(name, recording["duration_s"] / wall_s, "ratio", bar, ">=", note)


def _replay_speed(bag: Path) -> Row:
    request = ReplayRequest(bags=(bag,), policy=load_world(bags.WORLD).expert)
    wall_s, metrics = _timed(lambda: replay(request, progress=_nothing))
    [recording] = metrics["recordings"]
    note = f"{request.policy}, {recording['duration_s']:.0f} s, every image decoded"
    return Row("replay_speed", recording["duration_s"] / wall_s, "ratio", 5.0, ">=", note)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Wall seconds of the second of two calls: the first one also loads what it needs."""
    work()
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def _memory(drive: Path, out: Path, size: int) -> Row:
    """Most memory that a process of its own held while it scored a large bag."""
    bag = bags.repeated(drive, out, least_bytes=size)
    command = [sys.executable, "-m", "physai_sim.cli", "evaluate", str(bag), "--no-video"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    written = sum(file.stat().st_size for file in bag.iterdir())
    note = f"{written / 1e9:.2f} GB, exit code {process.returncode}"
    value = usage.ru_maxrss * 1024 / 1e6 if process.returncode == 0 else None
    return Row("memory_10gb_mb", value, "MB", 500.0, "<=", note)


def _repeatable(bag: Path) -> Row:
    policy = load_world(bags.WORLD).expert
    works: tuple[Callable[[], dict[str, Any]], ...] = (
        lambda: evaluate(EvaluateRequest(bags=(bag,), videos=False), progress=_nothing),
        lambda: replay(ReplayRequest(bags=(bag,), policy=policy), progress=_nothing),
    )
    differ, count = [], 0
    for work in works:
        first, second = dict(_fields(work())), dict(_fields(work()))
        count += len(first)
        differ += [
            key for key in first.keys() | second.keys() if first.get(key) != second.get(key)
        ]
    note = f"of {count} fields of an evaluation and a replay" + _named(differ)
    return Row("repeatable", float(len(differ)), "fields", 0.0, "==", note)


def _own_metrics(folder: Path) -> Row:
    differ, count = [], 0
    for world in ("lane_curve", "reach"):
        config, out = load_world(world), folder / f"own_{world}"
        request = RunRequest(config=config, policy=config.expert, episodes=2, seed=0, out=out)
        own = run(request, progress=lambda *_: None)["episodes"]
        found = tuple(request.files(index).bag for index in range(2))
        scored = evaluate(EvaluateRequest(bags=found, videos=False), progress=_nothing)
        for mine, theirs in zip(own, scored["episodes"], strict=True):
            a, b = dict(_fields(mine["metrics"])), dict(_fields(theirs["metrics"]))
            count += len(a)
            differ += [f"{world} {key}" for key in a.keys() | b.keys() if a.get(key) != b.get(key)]
    note = f"of {count} fields of the metrics of 4 episodes" + _named(differ)
    return Row("own_metrics_differ", float(len(differ)), "fields", 0.0, "==", note)


def _named(differ: list[str]) -> str:
    return f"; {', '.join(sorted(differ)[:5])}" if differ else ""


def _fields(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every number and text of a document by its path, the run's own times apart."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in RUNS_OWN_TIME:
                yield from _fields(part, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for place, part in enumerate(value):
            yield from _fields(part, f"{path}[{place}]")
    else:
        yield path, json.dumps(value)


def _nothing(number: int, doing: str, share: float) -> None:
    del number, doing, share
