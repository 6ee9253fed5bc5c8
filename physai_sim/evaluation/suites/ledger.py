"""The book of a suite: which tasks wait, are under way, are done, or have failed.

Why a book of its own: no repeats and no holes are promised whoever works and whoever dies, so
this is decided in one place that knows nothing of processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

ATTEMPTS = 2  # a task whose worker dies is tried once more


class Task(NamedTuple):
    """One thing that a worker does.

    Args:
        run: Name of the run.
        episode: Which of its episodes to play; None to score all that were played.
    """

    run: str
    episode: int | None = None


class Ledger:
    """All tasks of a suite: each run's episodes, then its scores.

    Args:
        episodes: How many each run has, at least one, in the order in which they are begun.
        scored: Whether runs have scores, as those of a suite do.

    Attributes:
        failures: Why tasks failed for good, in the order in which they did.
    """

    def __init__(self, episodes: Mapping[str, int], *, scored: bool = True) -> None:
        self._waiting = {
            name: [Task(name, index) for index in range(count)] for name, count in episodes.items()
        }
        self._under_way: list[Task] = []
        self._deaths: dict[Task, int] = {}
        self._scored: set[str] = set() if scored else set(episodes)
        self.failures: dict[Task, str] = {}

    @property
    def is_finished(self) -> bool:
        """Whether every task is done or has failed."""
        return not self._under_way and not any(self._waiting.values())

    def take(self, held: str | None = None) -> Task | None:
        """Take a task; None where none can be begun now.

        Args:
            held: The run whose world the worker has open. It goes on with that one; else it
                begins one that nobody is at, so that few worlds are opened twice.
        """
        busy = {task.run for task in self._under_way}
        open_ = [name for name, tasks in self._waiting.items() if tasks]
        order = sorted(open_, key=lambda name: (name != held, name in busy))
        if not order:
            return None
        task = self._waiting[order[0]].pop(0)
        self._under_way.append(task)
        return task

    def done(self, task: Task) -> None:
        """A task was done; when it was the last episode of a run, its scores are due."""
        self._under_way.remove(task)
        self._let_score(task.run)

    def fail(self, task: Task, reason: str) -> None:
        """A task failed in a way in which it would fail again."""
        self.failures[task] = reason
        self.done(task)

    def died(self, task: Task, reason: str) -> bool:
        """A task's worker died.

        Returns:
            Whether the task will be tried once more.
        """
        self._deaths[task] = self._deaths.get(task, 0) + 1
        if self._deaths[task] >= ATTEMPTS:
            self.fail(task, reason)
            return False
        self._under_way.remove(task)
        self._waiting[task.run].insert(0, task)
        return True

    def _let_score(self, run: str) -> None:
        is_played = not self._waiting[run] and all(task.run != run for task in self._under_way)
        if is_played and run not in self._scored:
            self._scored.add(run)
            self._waiting[run].append(Task(run))
