"""Makes the rollouts of a batch, with worker processes or without, and goes on with one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from physai_sim.core.errors import ConfigError, WorkerError
from physai_sim.evaluation.run_record import RunRecord
from physai_sim.evaluation.suites.folder_lock import FolderLock, locked_folder
from physai_sim.evaluation.suites.ledger import Ledger, Task
from physai_sim.evaluation.suites.pool import AGAIN, Pool
from physai_sim.evaluation.suites.worker import Reply
from physai_sim.evaluation.suites.worker_process import WorkerProcess
from physai_sim.generation.batch.batch_dataset import BatchDataset
from physai_sim.generation.batch.batch_mark import facts, refuse_another
from physai_sim.generation.batch.batch_request import BatchRequest
from physai_sim.generation.batch.batch_worker import perform, serve
from physai_sim.generation.batch.groups import groups_of
from physai_sim.generation.batch.maker import Maker, has_files
from physai_sim.generation.batch.sample_files import BAGS, SAMPLES, UNFINISHED
from physai_sim.generation.source.read import place_of


@dataclass(frozen=True, slots=True)
class Progress:
    """News of a group of rollouts.

    Args:
        source: What they start from.
        rollouts: Their names.
        outcome: "made", "kept" where an earlier time had made all of them; "" if they failed.
        frames: How many were made now.
        reason: Why they failed, or have to be made once more.
        done: Rollouts of the batch that are done with.
        total: Rollouts of the batch.
    """

    source: str
    rollouts: tuple[str, ...]
    outcome: str
    frames: int
    reason: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a batch.

    Args:
        rollouts: Rollouts that are whole.
        frames: Frames that were made now.
        episodes: Of the dataset; 0 where none is written.
    """

    rollouts: int
    frames: int
    episodes: int


def run_batch(batch: BatchRequest, *, progress: Callable[[Progress], None]) -> Made:
    """Make what is not there yet.

    Args:
        batch: What is asked for.
        progress: Called after each group.

    Raises:
        PhysAIError: If the folder or the disk cannot be used, or some rollouts failed; the others
            are made all the same, and what is whole stays.
        KeyboardInterrupt: After all processes have ended; what is whole is in the dataset, and
            `--resume` goes on from there.
    """
    if batch.processes < 1:
        got = batch.processes
        raise ConfigError("no process", where="processes", got=got, expected=">= 1")
    with locked_folder(batch.out, batch.mode, kind="batch", inputs=_inputs(batch)) as lock:
        if batch.mode == "resume":
            refuse_another(batch)
        with RunRecord(batch.out, facts(batch)):
            return _Work(batch, progress).done(lock)


def _inputs(batch: BatchRequest) -> Iterator[Path]:
    """All that is read."""
    yield from batch.reads
    for rollout in batch.rollouts:
        yield place_of(rollout.source)
        kind, _, path = (rollout.expansion.actions or "").partition(":")
        if kind == "file":
            yield Path(path)


class _Work:
    """What is known of a batch while it is made."""

    def __init__(self, batch: BatchRequest, progress: Callable[[Progress], None]) -> None:
        self._batch, self._progress = batch, progress
        self._groups = groups_of(batch)
        counts = {source: len(groups) for source, groups in self._groups.items()}
        self._ledger = Ledger(counts, scored=False)
        self._frames = self._finished = 0

    def done(self, lock: FolderLock) -> Made:
        """Do everything."""
        batch = self._batch
        self._tidy()
        dataset = BatchDataset(batch) if batch.has_dataset else None
        if dataset is not None:
            if dataset.is_complete and self._all_there():
                return Made(len(batch.rollouts), 0, len(batch.rollouts))
            dataset.open()
        episodes = 0
        try:
            self._make_all(lock)
        finally:
            self._tidy()
            if dataset is not None:
                episodes = dataset.publish()
        self._require_all()
        return Made(len(batch.rollouts), self._frames, episodes)

    def _make_all(self, lock: FolderLock) -> None:
        processes = min(self._batch.processes, sum(map(len, self._groups.values())))
        if processes > 1:
            start = partial(WorkerProcess, self._batch, lock, serves=serve)
            Pool(self._ledger, start, self._heard).work(processes)
            return
        with Maker(self._batch) as maker:
            while (task := self._ledger.take()) is not None:
                reply = perform(task, self._groups, maker)
                if reply.reason:
                    self._ledger.fail(task, reply.reason)
                else:
                    self._ledger.done(task)
                self._heard(task, reply)

    def _heard(self, task: Task, reply: Reply) -> None:
        assert task.episode is not None, "a batch has no scores"
        group = self._groups[task.run][task.episode]
        names = tuple(self._batch.rollouts[number].name for number in group.numbers)
        is_again = reply.outcome == AGAIN
        self._frames += reply.steps
        self._finished += 0 if is_again else len(names)
        reason = f"{reply.reason}; it is made once more" if is_again else reply.reason
        outcome = "" if reason else reply.outcome
        total = len(self._batch.rollouts)
        news = Progress(
            task.run, names, outcome, reply.steps, reason, done=self._finished, total=total
        )
        self._progress(news)

    def _all_there(self) -> bool:
        """Whether every rollout is there, the dataset apart."""
        return all(has_files(self._batch, k) for k in range(len(self._batch.rollouts)))

    def _tidy(self) -> None:
        """Leave nothing of what is not whole."""
        for folder in (SAMPLES, BAGS):
            shutil.rmtree(self._batch.out / folder / UNFINISHED, ignore_errors=True)

    def _require_all(self) -> None:
        reasons = list(self._ledger.failures.values())
        if reasons:
            more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
            raise WorkerError(f"rollouts could not be made: {reasons[0]}{more}")
