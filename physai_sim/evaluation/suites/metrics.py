"""What metrics.json says of a suite: each run, all episodes, and what was required of them."""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from physai_sim.evaluation.results.gates import Requirement, checked
from physai_sim.evaluation.run_record import versions
from physai_sim.evaluation.scoring import SCHEMA, aggregate
from physai_sim.evaluation.suites.config import Suite

ALL_PLAYED = "every episode was played"
# What a run's own metrics.json says that its part of the suite's repeats.
_OF_A_RUN = (
    *("world", "instruction", "policy", "settings", "config_hash", "renderer", "seeds"),
    *("unreadable", "aggregate", "timing"),
)

Failures = Mapping[tuple[str, int], str]
"""Why an episode was not played, by the name of the run and the episode's index in it."""


def suite_metrics(
    suite: Suite,
    scores: Mapping[str, Mapping[str, Any]],
    failures: Failures,
    *,
    extra: Sequence[Requirement] = (),
) -> dict[str, Any]:
    """The content of metrics.json, the whole's own timing apart.

    Args:
        suite: What was run.
        scores: The content of each run's own metrics.json.
        failures: Episodes that were not played.
        extra: What all episodes must fulfil beside what the suite requires.
    """
    runs = {name: _run(suite, name, scores[name]) for name in suite.runs}
    episodes = [
        record for name in suite.runs for record in _episodes(name, scores[name]["episodes"])
    ]
    whole = {
        "schema": SCHEMA,
        "kind": "suite",
        "suite": suite.name,
        "description": suite.description,
        "policy": suite.policy or None,
        "command": _command(suite),
        "versions": versions(),
        "runs": runs,
        "episodes": [{**record, "episode": n} for n, record in enumerate(episodes)],
        "unreadable": [
            record for name in suite.runs for record in _placed(name, scores[name]["unreadable"])
        ],
        "failed": _failed(suite, failures),
        "aggregate": aggregate([record["metrics"] for record in episodes]),
    }
    return {**whole, "requirements": _requirements(suite, whole, extra)}


def _command(suite: Suite) -> str:
    """The command line that runs it again."""
    policy = ["--policy", suite.policy] if suite.policy else []
    words = ["physai", "evaluate", "--suite", suite.source or suite.name, *policy]
    return shlex.join([*words, "--out", f"again_{suite.name}"])


def _run(suite: Suite, name: str, scores: Mapping[str, Any]) -> dict[str, Any]:
    checks = [dataclasses.asdict(one) for one in checked(suite.runs[name].require, scores)]
    return {**{key: scores[key] for key in _OF_A_RUN}, "requirements": checks}


def _episodes(name: str, records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"run": name, **record} for record in _placed(name, records)]


def _placed(name: str, records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Records of a run whose files are named as they lie in the folder of the suite."""
    files = ("bag", "video")
    return [
        {key: f"{name}/{value}" if key in files and value else value for key, value in one.items()}
        for one in records
    ]


def _failed(suite: Suite, failures: Failures) -> list[dict[str, Any]]:
    """In the order of the suite, whichever failed first."""
    return [
        {"run": name, "seed": seed, "reason": failures[name, index]}
        for name, run in suite.runs.items()
        for index, seed in enumerate(run.seeds)
        if (name, index) in failures
    ]


def _requirements(
    suite: Suite, whole: Mapping[str, Any], extra: Sequence[Requirement]
) -> list[dict[str, Any]]:
    """All of them in one list; those of a run begin with its name."""
    of_runs = [
        {**check, "text": f"{name}: {check['text']}"}
        for name, run in whole["runs"].items()
        for check in run["requirements"]
    ]
    of_all = [dataclasses.asdict(one) for one in checked((*suite.require, *extra), whole)]
    return [_all_played(suite, whole["failed"]), *of_runs, *of_all]


def _all_played(suite: Suite, failed: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Shares are of the episodes that were played, so none may be missing from them unnoticed."""
    count = sum(len(run.seeds) for run in suite.runs.values())
    reasons = [f"{one['run']} seed {one['seed']}: {one['reason']}" for one in failed]
    return {
        "text": ALL_PLAYED,
        "value": count - len(failed),
        "ok": not failed,
        "reason": "; ".join(reasons),
    }
