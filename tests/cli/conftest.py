"""A robot in a process of its own, for the commands about nodes that run."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from physai_sim.core.config import load_world
from physai_sim.evaluation.reporting import episode_section
from physai_sim.evaluation.run import run
from physai_sim.evaluation.run_request import RunRequest

ROBOT = Path(__file__).parents[1] / "ros" / "inspect" / "live_robot.py"


@pytest.fixture(autouse=True)
def _no_plots(monkeypatch):
    """Reports have no plots, which take twice as long as a short run and are tested elsewhere."""
    for plots in ("path_plots", "time_plots"):
        monkeypatch.setattr(episode_section, plots, lambda *_, **__: [])


@pytest.fixture(scope="session")
def bag(policy_file, short, tmp_path_factory):
    """A short run's bag, only to be read."""
    out = tmp_path_factory.mktemp("bag") / "run"
    policy = f"{policy_file}:Dice"
    run(RunRequest(load_world("reach", short), policy, 1, 0, out), progress=lambda *_: None)
    return out / "episode_000"


class Running:
    """A process and what it says."""

    def __init__(self, words, domain):
        environment = {**os.environ, "ROS_DOMAIN_ID": str(domain), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [sys.executable, *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )
        self.text, self._changed = "", threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            with self._changed:
                self.text += line
                self._changed.notify_all()

    def sees(self, text, *, times=1, seconds=60):
        deadline = time.monotonic() + seconds
        with self._changed:
            while self.text.count(text) < times:
                left = deadline - time.monotonic()
                if left <= 0 or not self._reader.is_alive():
                    pytest.fail(f"no {text!r} in\n{self.text}")
                self._changed.wait(min(left, 0.2))

    def stop(self):
        """End it as Ctrl-C does; gives the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.ends()

    def ends(self, *, seconds=30):
        """Wait for the end; gives the exit code."""
        try:
            code = self.process.wait(seconds)
        finally:
            self.process.kill()
        self._reader.join(seconds)
        self.process.stdout.close()
        return code


@pytest.fixture(scope="module")
def robot(request):
    """The robot of `live_robot.py`, in the domain that the module names as `DOMAIN`."""
    running = Running(["-m", "physai_sim.rosless", ROBOT], request.module.DOMAIN)
    running.sees("ready")
    yield running
    running.stop()


@pytest.fixture
def second_robot(request, robot):
    """Another robot of the same name, for one test."""
    running = Running(["-m", "physai_sim.rosless", ROBOT], request.module.DOMAIN)
    running.sees("ready")
    yield running
    running.stop()


@pytest.fixture
def ask(request, monkeypatch, physai, robot):
    """`ask("topic", "list")`: as `physai`, in the robot's domain."""
    monkeypatch.setenv("ROS_DOMAIN_ID", str(request.module.DOMAIN))
    return physai


@pytest.fixture
def told_off(request, monkeypatch, refused, robot):
    """As `refused`, in the robot's domain."""
    monkeypatch.setenv("ROS_DOMAIN_ID", str(request.module.DOMAIN))
    return refused


@pytest.fixture
def beside(request, robot):
    """`beside("topic", "echo", "/name")`: a command in a process of its own, there too."""
    running = []

    def start(*words):
        running.append(Running(["-m", "physai_sim.cli.main", *words], request.module.DOMAIN))
        return running[-1]

    yield start
    for command in running:
        command.stop()
