"""The launcher's end of what one process writes: a pipe or a terminal for each of its outputs."""

from __future__ import annotations

import os
import pty
from selectors import EVENT_READ, BaseSelector

from physai_sim.launching.console import Console, Lines, Source
from physai_sim.launching.plan import Process


class Outlet:
    """Reads one output of a process line by line.

    Args:
        process: The process.
        source: Which output.
        console: Where the lines go.
        selector: Tells when there is something; the key's data is this outlet.

    Attributes:
        inner: The process's end; it is closed here once the process has it.
    """

    def __init__(
        self, process: Process, source: Source, *, console: Console, selector: BaseSelector
    ) -> None:
        self._name, self._output, self._source = process.name, process.output, source
        self._console, self._selector = console, selector
        self._outer, self.inner = pty.openpty() if process.tty else os.pipe()
        os.set_blocking(self._outer, False)
        self._lines = Lines()
        self._is_open = True
        selector.register(self._outer, EVENT_READ, self)

    def read(self) -> None:
        """Hand on what there is, but not without end: others wait too."""
        rounds = 16 if self._is_open else 0
        for _ in range(rounds):
            try:
                data = os.read(self._outer, 65_536)
            except BlockingIOError:
                return
            except OSError:  # a terminal whose other end has been closed
                data = b""
            if not data:
                self._close()
                return
            self._say(self._lines.take(data))

    def finish(self) -> None:
        """Hand on what is left when the process has ended, and close."""
        self.read()
        if self._is_open:
            self._close()

    def _close(self) -> None:
        self._is_open = False
        self._say(self._lines.end())
        self._selector.unregister(self._outer)
        os.close(self._outer)

    def _say(self, lines: list[str]) -> None:
        for line in lines:
            self._console.line(self._name, line, source=self._source, output=self._output)
