"""Model files that are made on the way: a folder of this process that goes when it ends."""

from __future__ import annotations

import functools
import hashlib
import tempfile
from pathlib import Path

from physai_sim.core.errors import MachineError
from physai_sim.core.output import write_text


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="physai_sim_", ignore_cleanup_errors=True)


def scratch_file(text: str, *, suffix: str) -> Path:
    """A file with this text; equal texts share one file, since the engine caches by name.

    Raises:
        MachineError: If there is no space for it.
    """
    name = hashlib.sha256(text.encode()).hexdigest()[:24]
    try:
        path = Path(_folder().name) / f"{name}{suffix}"
        if not path.exists():
            write_text(path, text)
    except OSError as error:
        raise MachineError(f"no temporary folder can be made: {error.strerror}") from None
    return path
