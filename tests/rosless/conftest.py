"""Serves rclpy and its companions to the tests of this folder, and starts programs."""

import os
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from physai_sim import rosless

rosless.install()


@pytest.fixture(scope="session")
def own_domain():
    """A domain for tests that run one after the other: each worker of a run has another."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return 81 + int(worker) % 9


class Child:
    """A running program, and its standard output and error together."""

    def __init__(self, command, environment):
        self._text, self._mark, self._changed = "", 0, threading.Condition()
        self.process = subprocess.Popen(
            command,
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
        """Wait until the program says a text after what was seen before."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while (place := self._text.find(text, self._mark)) < 0:
                left = deadline - time.monotonic()
                if left <= 0 or not self._reader.is_alive():
                    pytest.fail(f"no {text!r} in\n{self._text}")
                self._changed.wait(min(left, 0.2))
            self._mark = place + len(text)

    def signal(self, number):
        self.process.send_signal(number)

    def ends(self, *, seconds=60):
        """Wait for the end; gives the exit code."""
        code = self.process.wait(seconds)
        self._reader.join(seconds)
        self.process.stdout.close()
        return code


@pytest.fixture
def start(tmp_path, own_domain):
    """`start(source, "word", domain=5)`: runs a program that is given by its text."""
    running = []

    def begin(source, *words, domain=own_domain):
        script = tmp_path / f"program_{len(running)}.py"
        script.write_text(textwrap.dedent(source), encoding="utf-8")
        command = [sys.executable, "-W", "error", "-m", "physai_sim.rosless", script, *words]
        environment = {**os.environ, "ROS_DOMAIN_ID": str(domain), "PYTHONUNBUFFERED": "1"}
        running.append(Child(list(map(str, command)), environment))
        return running[-1]

    yield begin
    for child in running:
        if child.process.poll() is None:
            child.process.kill()
        child.ends()
