"""A launch of a scenario, as a person starts it, ended with all its processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

LEAVES_S = 30


@contextmanager
def launched(scenario: str, *arguments: str, domain: int) -> Iterator[subprocess.Popen[bytes]]:
    """Start `physai launch`; at the end it is interrupted, and killed if it stays.

    Args:
        scenario: Name of a launch file.
        arguments: `name:=value` each.
        domain: Its `ROS_DOMAIN_ID`.
    """
    command = [sys.executable, "-m", "physai_sim.cli", "launch", scenario, *arguments]
    environment = {**os.environ, "ROS_DOMAIN_ID": str(domain)}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        deadline = time.monotonic() + LEAVES_S
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        if process.poll() is None:
            process.kill()
        process.wait()
