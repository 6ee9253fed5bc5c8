"""The scheduling of threads, kept where a library changes it without being asked.

Why: SVT-AV1, where it may (as root, as in many containers), gives the thread that opens an encoder
real-time priority 99, and with it all threads which that one starts later. Threads that wait by
spinning, as those of torch do, then keep the ones they wait for from ever running.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

TASKS = Path("/proc/self/task")


@contextmanager
def usual_priority() -> Iterator[None]:
    """Afterwards this thread, and those that were started meanwhile, have its priority of before.

    Where the system tells no threads of a process, as Linux does, nothing is done.
    """
    if not TASKS.is_dir():
        yield
        return
    policy, parameters, before = os.sched_getscheduler(0), os.sched_getparam(0), _threads()
    try:
        yield
    finally:
        for thread in {0} | (_threads() - before):
            with suppress(ProcessLookupError):  # it has ended
                os.sched_setscheduler(thread, policy, parameters)


def _threads() -> set[int]:
    return {int(task.name) for task in TASKS.iterdir()}
