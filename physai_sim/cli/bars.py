"""Progress of work that nobody watches but us: bags that are read, suites that are played."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

if TYPE_CHECKING:
    from physai_sim.evaluation.suites.run_suite import Played
    from physai_sim.generation.batch.run_batch import Progress as Grouped


Opened = TypeVar("Opened", bound="Bar")


class Bar:
    """A bar on standard error while it is open, where that is a terminal; a context manager."""

    def __init__(self, *columns: TextColumn | TaskProgressColumn | MofNCompleteColumn) -> None:
        self.console = Console(stderr=True, highlight=False)
        words = TextColumn("{task.description}")
        shown = (words, BarColumn(), *columns, TimeRemainingColumn())
        self.progress = Progress(*shown, console=self.console, transient=True)
        self.task = self.progress.add_task("", total=None, visible=False)

    def __enter__(self: Opened) -> Opened:
        """Start to show."""
        if self.console.is_terminal:
            self.progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Clear it."""
        if self.console.is_terminal:  # elsewhere it would leave an empty line
            self.progress.stop()

    def set(self, text: str, done: float, total: float) -> None:
        """Show a text and how much is done."""
        self.progress.update(
            self.task, description=text, completed=done, total=total, visible=True
        )


class BagProgress(Bar):
    """Shows how far the reading of bags has come.

    Args:
        bags: Their names.
    """

    def __init__(self, bags: Sequence[str]) -> None:
        super().__init__(TaskProgressColumn())
        self._bags = bags

    def show(self, number: int, doing: str, share: float) -> None:
        """Show a bag by its number, what is done with it, and the share that is done."""
        label = f"{doing} {self._bags[number]} ({number + 1}/{len(self._bags)})"
        self.set(label, share, 1.0)


class SuiteProgress(Bar):
    """Shows the episodes of a suite as they end, a line for each.

    Args:
        suite: Its name.
    """

    def __init__(self, suite: str) -> None:
        super().__init__(MofNCompleteColumn())
        self._suite = suite

    def show(self, played: Played) -> None:
        """Show that an episode has ended, or why it has not."""
        ended = played.outcome or f"not played: {played.reason}"
        steps = f" after {played.steps} steps" if played.steps else ""
        self.console.print(f"{played.run} seed {played.seed}: {ended}{steps}")
        self.set(self._suite, played.done, played.total)


class BatchProgress(Bar):
    """Shows rollouts as they are made, a line for each group of them.

    Args:
        batch: Its name.
    """

    def __init__(self, batch: str) -> None:
        super().__init__(MofNCompleteColumn())
        self._batch = batch

    def show(self, news: Grouped) -> None:
        """Show that a group is done, or why it is not."""
        first, last = news.rollouts[0], news.rollouts[-1]
        names = first if first == last else f"{first} to {last}"
        ended = news.outcome or f"not made: {news.reason}"
        frames = f", {news.frames} frames" if news.frames else ""
        self.console.print(f"{news.source}: {names}: {ended}{frames}", soft_wrap=True)
        self.set(self._batch, news.done, news.total)
