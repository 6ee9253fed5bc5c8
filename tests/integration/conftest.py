import subprocess
import sys
import time

import pytest

STEPS_S = 60


@pytest.fixture
def words(policy_file, short):
    """The words of a run of slow, long episodes as a process of its own."""

    def make(out, *more, world="lane_curve", policy="Slow", command="run"):
        settings = [word for setting in short for word in ("--set", setting)]
        command = [sys.executable, "-m", "physai_sim.cli.main", command, world, *settings]
        chosen = f"{policy_file}:{policy}"
        return [*command, "--policy", chosen, "--out", str(out), *map(str, more)]

    return make


@pytest.fixture
def begin():
    """Starts a process that is ended after the test at the latest."""
    started = []

    def start(command):
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def wait_for():
    """Waits until a condition holds."""

    def wait(condition, *, seconds=STEPS_S):
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "waited in vain"
            time.sleep(0.05)

    return wait
