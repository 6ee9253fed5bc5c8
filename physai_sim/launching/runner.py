"""Runs the processes of a plan to their end, whatever ends them, and leaves none behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from selectors import DefaultSelector
from types import FrameType

from physai_sim.launching import groups
from physai_sim.launching.child import Child
from physai_sim.launching.console import Console
from physai_sim.launching.plan import LaunchPlan

INTERRUPTED = 130
PAUSE_S = 0.05


def run_plan(plan: LaunchPlan, console: Console) -> int:
    """Start what a plan says and wait until all has ended.

    SIGINT and SIGTERM end the processes as Ctrl-C does under `ros2 launch`; each further one
    goes on to the next stronger signal.

    Args:
        plan: What is started.
        console: Where its lines go.

    Returns:
        The exit code of the process that ends the launch, if one has; else 0 if all finished
        cleanly, 1 if one died, and 130 if the launch was interrupted.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="physai_launch_")))
        watch = stack.enter_context(_watch())
        launch = _Launch(plan, console, folder, watch)
        stack.callback(launch.close)
        stack.enter_context(_signals(launch))
        return launch.run()


class _Launch:
    """The processes of a plan, and whether they are to go on."""

    def __init__(
        self, plan: LaunchPlan, console: Console, folder: Path, watch: subprocess.Popen[str]
    ) -> None:
        self._plan, self._console, self._watch = plan, console, watch
        self._selector = DefaultSelector()
        self._children = [
            Child(
                process,
                console=console,
                selector=self._selector,
                folder=folder,
                watch=self._tell,
            )
            for process in plan.processes
        ]
        self._interrupts: list[int] = []
        self._seen = 0
        self._is_ending = False
        self._code: int | None = None

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        """A signal handler: only notes the signal."""
        self._interrupts.append(number)

    def run(self) -> int:
        """Start all, wait for all."""
        for message in self._plan.messages:
            self._console.say("INFO", "launch.user", message)
        for child in self._children:
            child.start()
        if self._plan.shutdown is not None:
            self._end(f"shutting down: {self._plan.shutdown}", code=0)
        while not all(child.is_over for child in self._children):
            self._turn()
        if self._interrupts or self._console.is_closed:
            return INTERRUPTED
        if self._code is not None:
            return self._code
        return int(any(child.code for child in self._children))

    def close(self) -> None:
        """Leave nothing behind, even after an error."""
        for child in self._children:
            child.kill()
        self._selector.close()

    def _turn(self) -> None:
        # An empty selector would not wait where a selector cannot (a respawn that is due).
        for key, _ in self._selector.select(PAUSE_S):
            key.data.read()
        now_s = time.monotonic()
        for child in self._children:
            child.look(now_s)
            if child.process.ends_launch and child.code is not None and not self._is_ending:
                name = child.process.name
                self._end(f"process[{name}] was required: shutting down launched system",
                          code=_shell_code(child.code))  # fmt: skip
        if len(self._interrupts) > self._seen or (self._console.is_closed and not self._is_ending):
            self._answer_interrupt(now_s)

    def _answer_interrupt(self, now_s: float) -> None:
        self._seen = len(self._interrupts)
        if not self._is_ending:
            self._end("interrupted: shutting down launched system")
            return
        for child in self._children:
            child.escalate(now_s)

    def _end(self, text: str, *, code: int | None = None) -> None:
        self._is_ending, self._code = True, code
        self._console.say("INFO", "launch", text)
        for child in self._children:
            child.end(time.monotonic())

    def _tell(self, line: str) -> None:
        assert self._watch.stdin is not None
        with suppress(BrokenPipeError):
            self._watch.stdin.write(f"{line}\n")
            self._watch.stdin.flush()


def _shell_code(code: int) -> int:
    """As a shell tells of a signal: 128 and its number."""
    return code if code >= 0 else 128 - code


@contextmanager
def _watch() -> Iterator[subprocess.Popen[str]]:
    """The process that ends what is left if this one is killed."""
    command = [sys.executable, "-IS", groups.__file__]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, text=True, start_new_session=True
    ) as watch:
        yield watch


@contextmanager
def _signals(launch: _Launch) -> Iterator[None]:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    earlier = {number: signal.signal(number, launch.interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
