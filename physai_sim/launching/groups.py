"""Process groups: who is in one, and signals to all of it; run as a script, it is the watch.

The watch is a process that outlives the launcher for a moment. Through its standard input it
is told which groups run (`+123` and `-123`, one a line). When that ends, the launcher has gone,
perhaps by kill -9; whatever still runs then is ended, children's children too.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

GRACE_S = 1.0


def alive(group: int) -> bool:
    """Whether a process of the group still runs; one that only waits to be reaped does not."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS says so of a group of zombies
        return sys.platform == "linux"
    proc = Path("/proc")
    if not (proc / "self/stat").is_file():
        return True
    return any(_runs_in(entry / "stat", group) for entry in proc.iterdir() if entry.name.isdigit())


def send(group: int, number: int) -> None:
    """Send a signal to every process of the group; none being left is no error."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _runs_in(stat: Path, group: int) -> bool:
    try:
        text = stat.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False  # it has ended in the meantime
    state, _, member_of = text.rpartition(")")[2].split()[:3]
    return int(member_of) == group and state not in "ZX"


def watch(lines: Iterable[str]) -> None:
    """Follow which groups run until the lines end, then end those that are left."""
    running: set[int] = set()
    for line in lines:
        group = int(line[1:])
        (running.add if line[0] == "+" else running.discard)(group)
    for group in running:
        send(group, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_S
    while any(map(alive, running)) and time.monotonic() < deadline:
        time.sleep(0.02)
    for group in running:
        send(group, signal.SIGKILL)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    watch(sys.stdin)
