"""Runs a suite over worker processes, and resumes one that was stopped or killed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from physai_sim.core.errors import ConfigError, OutputError, WorkerError
from physai_sim.core.output import Mode
from physai_sim.evaluation.results.gates import Requirement
from physai_sim.evaluation.run_record import RunRecord
from physai_sim.evaluation.suites import result_files
from physai_sim.evaluation.suites.assignment import Assignment
from physai_sim.evaluation.suites.config import Suite
from physai_sim.evaluation.suites.folder_lock import FolderLock, locked_folder
from physai_sim.evaluation.suites.ledger import Ledger, Task
from physai_sim.evaluation.suites.mark import facts, refuse_another
from physai_sim.evaluation.suites.metrics import suite_metrics
from physai_sim.evaluation.suites.pool import AGAIN, Pool
from physai_sim.evaluation.suites.worker import Reply
from physai_sim.evaluation.suites.worker_process import WorkerProcess


@dataclass(frozen=True, slots=True)
class SuiteRequest:
    """What is to be run.

    Args:
        suite: The suite; `Suite.played_by` puts another policy in it.
        out: Folder for everything; each run gets a folder of its own in it.
        mode: What to do if the folder is not empty.
        processes: How many worker processes; it changes no number, times apart.
        require: What all episodes together must fulfil beside what the suite requires.
    """

    suite: Suite
    out: Path
    mode: Mode = "new"
    processes: int = 1
    require: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class Played:
    """News of one episode.

    Args:
        run: Name of its run.
        seed: Its seed.
        outcome: How it ended; "kept" if an earlier run finished it; "" if it was not played.
        steps: Control steps that it took.
        reason: Why it was not played, or has to be played once more.
        done: Episodes that are done with, this one included.
        total: Episodes of the suite.
    """

    run: str
    seed: int
    outcome: str
    steps: int
    reason: str
    done: int
    total: int


Progress = Callable[[Played], None]


def run_suite(request: SuiteRequest, *, progress: Progress) -> dict[str, Any]:
    """Play what is not there yet, score every run, and write the results of the whole.

    Args:
        request: What is to be run.
        progress: Called after each episode.

    Returns:
        The content of metrics.json.

    Raises:
        PhysAIError: If the folder or the disk cannot be used, or worker processes cannot work;
            an episode that fails is told in the result, and the others go on.
        KeyboardInterrupt: After all processes have ended and their bags are closed; `--resume`
            goes on from there.
    """
    if request.processes < 1:
        expected = ">= 1"
        raise ConfigError(
            "no process", where="processes", got=request.processes, expected=expected
        )
    with locked_folder(request.out, request.mode) as lock:
        if request.mode == "resume":
            refuse_another(request.suite, request.out)
        result_files.remove(request.out)
        with RunRecord(request.out, facts(request.suite)):
            metrics = _SuiteRun(request, progress).metrics(lock)
            result_files.write(request.out, metrics)
    return metrics


class _SuiteRun:
    """What is known of a suite while it runs."""

    def __init__(self, request: SuiteRequest, progress: Progress) -> None:
        self._request, self._progress = request, progress
        runs = request.suite.runs
        self._ledger = Ledger({name: len(run.seeds) for name, run in runs.items()})
        self._total = sum(len(run.seeds) for run in runs.values())
        self._done = 0
        self._scores: dict[str, dict[str, Any]] = {}

    def metrics(self, lock: FolderLock) -> dict[str, Any]:
        """Do everything; gives the content of metrics.json."""
        began, suite = time.monotonic(), self._request.suite
        start = partial(WorkerProcess, self._assignments(), lock)
        Pool(self._ledger, start, self._heard).work(min(self._request.processes, self._total))
        for task, reason in self._ledger.failures.items():
            if task.episode is None:
                raise WorkerError(f"cannot be scored: {reason}", where=task.run)
        failures = {
            (task.run, task.episode): reason
            for task, reason in self._ledger.failures.items()
            if task.episode is not None
        }
        metrics = suite_metrics(suite, self._scores, failures, extra=self._request.require)
        return {**metrics, "timing": self._timing(time.monotonic() - began)}

    def _assignments(self) -> Mapping[str, Assignment]:
        out, mode = self._request.out, self._request.mode
        try:
            for name in self._request.suite.runs:
                (out / name).mkdir(exist_ok=True)
        except OSError as error:
            where = str(error.filename)
            raise OutputError(f"cannot be used: {error.strerror}", where=where) from None
        return {
            name: Assignment.of(run, out=out / name, mode=mode)
            for name, run in self._request.suite.runs.items()
        }

    def _heard(self, task: Task, reply: Reply) -> None:
        if task.episode is None:
            if reply.metrics is not None:
                self._scores[task.run] = reply.metrics
            return
        is_again = reply.outcome == AGAIN
        self._done += not is_again
        self._progress(
            Played(
                run=task.run,
                seed=self._request.suite.runs[task.run].seeds[task.episode],
                outcome="" if is_again else reply.outcome,
                steps=reply.steps,
                reason=f"{reply.reason}; it is played once more" if is_again else reply.reason,
                done=self._done,
                total=self._total,
            )
        )

    def _timing(self, wall_s: float) -> dict[str, Any]:
        simulated_s = sum(scores["timing"]["simulated_s"] for scores in self._scores.values())
        return {
            "wall_s": wall_s,
            "simulated_s": simulated_s,
            "wall_per_simulated": wall_s / simulated_s if simulated_s else None,
            "processes": self._request.processes,
        }
