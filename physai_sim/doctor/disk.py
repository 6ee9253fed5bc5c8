"""Can temporary files be written, and is there space?"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from physai_sim.doctor.base import Finding

BLOCK = bytes(range(256)) * 4096
NEEDED_GB, WANTED_GB = 0.2, 2.0


class Disk:
    """Temporary files can be written, and there is space for runs."""

    remedy = "free some space, or let $TMPDIR name a folder that can be written"

    def run(self) -> Finding:
        """See `Check`."""
        with tempfile.NamedTemporaryFile(prefix="physai_doctor_") as file:
            file.write(BLOCK)
            file.flush()
            os.fsync(file.fileno())
            if Path(file.name).read_bytes() != BLOCK:
                return Finding("FAIL", f"{file.name} holds other bytes than were written")
        free = {str(p): _free_gb(p) for p in (Path(tempfile.gettempdir()), Path.cwd())}
        least = min(free.values())
        found = ", ".join(f"{space:.1f} GB free in {place}" for place, space in free.items())
        if free[tempfile.gettempdir()] < NEEDED_GB:
            return Finding("FAIL", found)
        return Finding("note" if least < WANTED_GB else "ok", found)


def _free_gb(folder: Path) -> float:
    return shutil.disk_usage(folder).free / 1e9
