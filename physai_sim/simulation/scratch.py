"""Files that are made on the way, in folders that go when they are no longer needed."""

from __future__ import annotations

import functools
import hashlib
import tempfile
from pathlib import Path

from physai_sim.core.errors import MachineError
from physai_sim.core.output import write_text


def temporary_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes with all that is in it; a context manager that gives its path.

    Raises:
        MachineError: If none can be made.
    """
    try:
        return tempfile.TemporaryDirectory(prefix="physai_sim_", ignore_cleanup_errors=True)
    except OSError as error:
        raise MachineError(
            f"no temporary folder can be made: {error.strerror}",
            expected="$TMPDIR to name a folder that can be written",
        ) from None


# That of this process's models.
_folder = functools.cache(temporary_folder)


def scratch_file(text: str, *, suffix: str) -> Path:
    """A file with this text; equal texts share one file, since the engine caches by name.

    Raises:
        MachineError: If there is no space for it.
    """
    name = hashlib.sha256(text.encode()).hexdigest()[:24]
    path = Path(_folder().name) / f"{name}{suffix}"
    if not path.exists():
        write_text(path, text)
    return path
