"""Starts programs in processes of their own and reads what they say."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


class Program:
    """A running program, and its standard output and error together."""

    def __init__(self, words, environment):
        self.name = words[0]
        self._text, self._mark, self._changed = "", 0, threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "physai_sim.rosless", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            with self._changed:
                self._text += line
                self._changed.notify_all()

    @property
    def text(self):
        with self._changed:
            return self._text

    def sees(self, text, *, seconds=60):
        """Wait until the program says a text after what was seen before; gives its line."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while (place := self._text.find(text, self._mark)) < 0:
                left = deadline - time.monotonic()
                if left <= 0 or not self._reader.is_alive():
                    pytest.fail(f"{self.name}: no {text!r} in\n{self._text}")
                self._changed.wait(min(left, 0.2))
            self._mark = place + len(text)
            return self._text[: self._text.index("\n", place)].rpartition("\n")[2]

    def ends(self, *, seconds=60):
        """Wait for the end; gives the exit code."""
        code = self.process.wait(seconds)
        self._reader.join(seconds)
        self.process.stdout.close()
        return code

    def stop(self, *, seconds=30):
        """End it as Ctrl-C does; gives the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.ends(seconds=seconds)


@pytest.fixture
def domain():
    """`start = domain(61)`, then `start("talker.py", ...)`: programs that see one another.

    `start("-m", "package.module", ...)` starts a module that is installed.
    """
    running = []

    def enter(number):
        environment = {**os.environ, "ROS_DOMAIN_ID": str(number), "PYTHONUNBUFFERED": "1"}
        environment.pop("RCUTILS_CONSOLE_OUTPUT_FORMAT", None)

        def start(program, *words):
            first = program if program == "-m" else str(FOLDER / program)
            running.append(Program([first, *map(str, words)], environment))
            return running[-1]

        return start

    yield enter
    for program in running:
        if program.process.poll() is None:
            program.process.kill()
        program.ends()
