"""Progress of episodes: a line for each, and a bar on a terminal that nobody else draws on."""

from __future__ import annotations

import sys
import termios
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn


class EpisodeProgress:
    """Shows how far a run has come, on standard error.

    Args:
        world: Name to show.
        episodes: How many there will be.
        steps: Control steps that an episode takes at most.
    """

    def __init__(self, world: str, episodes: int, steps: int) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._world, self._episodes, self._steps = world, episodes, steps
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        if self._console.is_terminal:
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                console=self._console,
                transient=True,
            )

    def step(self, episode: int, step: int, outcome: str) -> None:
        """Show a control step; `outcome` is empty while the episode runs."""
        label = f"{self._world} {episode + 1}/{self._episodes}"
        if self._bar is not None and self._task is None:
            self._start(self._bar, label)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=label, completed=step)
        if outcome:
            steps = f" after {step} steps" if step else ""
            self._console.print(f"{label}: {outcome}{steps}")

    def __enter__(self) -> EpisodeProgress:
        """Start to show, with the first step."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Clear the bar."""
        if self._bar is not None and self._task is not None:
            self._bar.stop()

    def _start(self, bar: Progress, label: str) -> None:
        """Show the bar, but leave the screen to a policy that a person plays at the terminal."""
        if _keys_are_read():
            self._bar = None
            return
        bar.start()
        self._task = bar.add_task(label, total=self._steps)


def _keys_are_read() -> bool:
    """Whether somebody reads single keys from the terminal: it does not show them then."""
    try:
        mode = termios.tcgetattr(sys.stderr.fileno())
    except (termios.error, OSError):
        return False
    return not mode[3] & termios.ECHO
