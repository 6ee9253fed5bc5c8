import os
import signal
import subprocess
import sys
import time

import pytest

from physai_sim.launching import groups

WITH_CHILD = "import subprocess, time; subprocess.Popen(['sleep', '60']); print('up', flush=True)"


def wait_until(holds, *, seconds=20):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def leader():
    """A process that leads a group with a child in it; `leader(source)` starts it."""
    started = []

    def start(source):
        process = subprocess.Popen(
            [sys.executable, "-IS", "-c", source], stdout=subprocess.PIPE, start_new_session=True
        )
        started.append(process)
        assert process.stdout.readline() == b"up\n"
        return process

    yield start
    for process in started:
        groups.send(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


@pytest.mark.slow
def test_a_group_lives_as_long_as_any_of_its_processes(leader):
    process = leader(WITH_CHILD)
    process.wait()
    assert groups.alive(process.pid)  # the child goes on
    groups.send(process.pid, signal.SIGKILL)
    wait_until(lambda: not groups.alive(process.pid))
    groups.send(process.pid, signal.SIGKILL)  # no error


@pytest.mark.slow
def test_a_process_that_only_waits_to_be_reaped_does_not_live(leader):
    process = leader("print('up', flush=True)")
    wait_until(lambda: not groups.alive(process.pid))
    assert process.returncode is None


@pytest.mark.slow
def test_the_watch_ends_what_still_runs_when_it_hears_no_more(leader):
    left, gone = leader(f"{WITH_CHILD}; time.sleep(60)"), leader(f"{WITH_CHILD}; time.sleep(60)")
    stubborn = leader(
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('up', flush=True); time.sleep(60)"
    )
    told = [f"+{left.pid}", f"+{gone.pid}", f"+{stubborn.pid}", f"-{gone.pid}"]
    subprocess.run(
        [sys.executable, "-IS", groups.__file__], input="\n".join(told), text=True, check=True
    )
    assert (left.wait(10), stubborn.wait(10)) == (-signal.SIGTERM, -signal.SIGKILL)
    wait_until(lambda: not groups.alive(left.pid))
    assert gone.poll() is None
    os.kill(gone.pid, 0)
