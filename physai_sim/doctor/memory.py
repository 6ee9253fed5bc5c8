"""Can processes share memory, and how much of it?"""

from __future__ import annotations

import shutil
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

from physai_sim.doctor.base import Finding

BLOCK = b"physai" * 100_000
PLACE = Path("/dev/shm")
# Containers start with 64 MB, which a few workers with cameras fill.
WANTED_MB = 256


class Memory:
    """Processes can share memory; environments and data loaders in processes of their own do."""

    remedy = "start a container with --shm-size=1g or --ipc=host"

    def run(self) -> Finding:
        """See `Check`."""
        try:
            _share()
        except OSError as error:
            return Finding("note", f"cannot be shared ({error.strerror}): {self.remedy}")
        if not PLACE.is_dir():
            return Finding("ok", "processes can share it")
        total = shutil.disk_usage(PLACE).total / 1e6
        if total < WANTED_MB:
            return Finding("note", f"{total:.0f} MB to share is little: {self.remedy}")
        return Finding("ok", f"{total:.0f} MB to share in {PLACE}")


def _share() -> None:
    """Write to shared memory and read it through a second handle.

    Raises:
        OSError: If there is none, or it holds something else.
    """
    one = SharedMemory(create=True, size=len(BLOCK))
    try:
        _bytes_of(one)[: len(BLOCK)] = BLOCK
        two = SharedMemory(name=one.name)
        same = bytes(_bytes_of(two)[: len(BLOCK)]) == BLOCK
        two.close()
    finally:
        one.close()
        one.unlink()
    if not same:
        raise OSError(0, "it holds other bytes than were written")


def _bytes_of(shared: SharedMemory) -> memoryview:
    assert shared.buf is not None, "it is open"
    return shared.buf
