"""A folder for what a check writes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from physai_sim.core.errors import MachineError


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A temporary folder that goes with all that is in it.

    Raises:
        MachineError: If none can be made.
    """
    try:
        folder = tempfile.TemporaryDirectory(prefix="physai_doctor_")
    except OSError as error:
        raise MachineError(
            f"no temporary folder can be made: {error.strerror}",
            expected="$TMPDIR to name a folder that can be written",
        ) from None
    with folder as path:
        yield Path(path)
