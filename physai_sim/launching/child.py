"""One process of a launch while it runs: its start, its end, its next start."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from selectors import BaseSelector

from physai_sim.launching import groups, guard
from physai_sim.launching.console import Console, Level
from physai_sim.launching.outlet import Outlet
from physai_sim.launching.plan import ParameterText, Process

LAST_LOOK_S = 1.0  # what SIGKILL does not end in this time is not waited for
_STEPS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)


class Child:
    """A process group that is started, watched and ended.

    The group counts: a process whose children go on has not ended, and they are ended too.

    Args:
        process: What is started.
        console: Where it and what is said of it go.
        selector: Tells when it has written something.
        folder: Where its parameter files are written.
        watch: Is told `+group` and `-group` when a group starts and has ended.

    Attributes:
        code: Exit code of the last start, negative for a signal; None while it runs.
        is_over: It has ended and does not start again.
    """

    def __init__(
        self,
        process: Process,
        *,
        console: Console,
        selector: BaseSelector,
        folder: Path,
        watch: Callable[[str], None],
    ) -> None:
        self.process = process
        self.code: int | None = None
        self.is_over = False
        self._console, self._selector, self._folder = console, selector, folder
        self._watch = watch
        self._words = [self._word(index, word) for index, word in enumerate(process.command)]
        self._popen: subprocess.Popen[bytes] | None = None
        self._outlets: list[Outlet] = []
        self._starts = self._step = 0
        self._may_respawn = process.respawn and not process.ends_launch
        self._due_s = 0.0  # when to start again or to send the next signal

    def start(self) -> None:
        """Start it; one that cannot be started has ended with code 127."""
        process, self._starts, self._step = self.process, self._starts + 1, 0
        words = ["/bin/sh", "-c", " ".join(self._words)] if process.shell else self._words
        out = Outlet(process, "stdout", console=self._console, selector=self._selector)
        err = Outlet(process, "stderr", console=self._console, selector=self._selector)
        self._outlets = [out, err]
        try:
            self._popen = subprocess.Popen(
                [sys.executable, "-IS", guard.__file__, str(os.getpid()), *words],
                env=dict(process.environment),
                cwd=process.folder,
                stdin=subprocess.DEVNULL,
                stdout=out.inner,
                stderr=err.inner,
                start_new_session=True,
            )
        except OSError as error:
            self._finish(guard.NOT_STARTED, f"cannot be started: {error}")
        else:
            self.code = None
            self._watch(f"+{self._popen.pid}")
            self._say("INFO", f"process started with pid [{self._popen.pid}]")
        finally:
            os.close(out.inner)
            os.close(err.inner)

    def look(self, now_s: float) -> None:
        """See whether it has ended or something is due."""
        if self.is_over:
            return
        if self._popen is None:
            if now_s >= self._due_s:
                self.start()
            return
        if self.code is None and (code := self._popen.poll()) is not None:
            self._ended(code, now_s)
        elif self._step and now_s >= self._due_s:
            self.escalate(now_s)
        if self.code is not None and not groups.alive(self._popen.pid):
            self._leave(now_s)

    def end(self, now_s: float) -> None:
        """End it, politely at first, and for good."""
        self._may_respawn = False
        if self._popen is None:
            self.is_over = True
        elif not self._step:
            self.escalate(now_s)

    def escalate(self, now_s: float) -> None:
        """Send the next of SIGINT, SIGTERM and SIGKILL; after the last, give it up."""
        if self._popen is None or self.is_over:
            return
        if self._step == len(_STEPS):
            self._say("ERROR", "processes of its group cannot be ended")
            self._leave(now_s)
            return
        name, number = self.process.name, _STEPS[self._step]
        if self._step:
            waited = f"received {_STEPS[self._step - 1].name!r} and runs on"
            self._say("ERROR", f"process[{name}] {waited}, escalating to {number.name!r}")
        self._say("INFO", f"sending signal {number.name!r} to process[{name}]")
        groups.send(self._popen.pid, number)
        process = self.process
        self._due_s = now_s + (process.sigterm_s, process.sigkill_s, LAST_LOOK_S)[self._step]
        self._step += 1

    def kill(self) -> None:
        """End it at once, and reap it."""
        if self._popen is not None:
            groups.send(self._popen.pid, signal.SIGKILL)
            self._popen.wait()
            self._leave(0.0)
        self.is_over = True

    def _ended(self, code: int, now_s: float) -> None:
        """The process itself has ended; whoever is left of its group is ended."""
        self.code = code
        assert self._popen is not None
        for outlet in self._outlets:
            outlet.read()
        self._tell_end(code)
        if not self._step and groups.alive(self._popen.pid):
            self.escalate(now_s)

    def _tell_end(self, code: int) -> None:
        assert self._popen is not None
        pid = self._popen.pid
        told = [number for number in _STEPS[: self._step] if code in (-number, 128 + number)]
        if code == 0:
            self._say("INFO", f"process has finished cleanly [pid {pid}]")
        elif told:
            self._say("INFO", f"process has ended on {told[0].name!r} [pid {pid}]")
        else:
            words = shlex.join(self._words)
            text = f"process has died [pid {pid}, exit code {code}, cmd '{words}']."
            self._say("ERROR", text)

    def _leave(self, now_s: float) -> None:
        """Nothing of the group runs any more: close, and start again if it should."""
        assert self._popen is not None
        self._watch(f"-{self._popen.pid}")
        self._popen = None
        for outlet in self._outlets:
            outlet.finish()
        retries = self.process.respawn_retries
        if self._may_respawn and (retries < 0 or self._starts <= retries):
            self._due_s = now_s + self.process.respawn_delay_s
        else:
            self.is_over = True

    def _finish(self, code: int, text: str) -> None:
        self._say("ERROR", text)
        self.code, self.is_over = code, True
        for outlet in self._outlets:
            outlet.finish()

    def _word(self, index: int, word: str | ParameterText) -> str:
        """A word of the command; a parameter file is written, and its path is the word."""
        if isinstance(word, str):
            return word
        path = self._folder / f"{self.process.name.replace('/', '_')}_{index}.yaml"
        path.write_text(word.text, encoding="utf-8")
        return str(path)

    def _say(self, level: Level, text: str) -> None:
        self._console.say(level, self.process.name, text)
