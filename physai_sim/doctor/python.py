"""Is this Python one that the package is tested with?"""

from __future__ import annotations

import platform
import sys

from physai_sim.doctor.base import Finding

OLDEST, NEWEST = (3, 10), (3, 13)


class Python:
    """The version of Python is supported."""

    remedy = "make the environment with Python 3.10 to 3.13: `make setup PYTHON=python3.11`"

    def run(self) -> Finding:
        """See `Check`."""
        found = f"{platform.python_version()} at {sys.executable}"
        version = sys.version_info[:2]
        if version < OLDEST:
            return Finding("FAIL", f"{found} is too old")
        if version > NEWEST:
            return Finding("note", f"{found} is newer than any that was tested")
        return Finding("ok", found)
