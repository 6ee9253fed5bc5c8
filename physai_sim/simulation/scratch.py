"""Model files that are made on the way: a folder of this process that goes when it ends."""

from __future__ import annotations

import functools
import hashlib
import tempfile
from pathlib import Path


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="physai_sim_", ignore_cleanup_errors=True)


def scratch_file(text: str, *, suffix: str) -> Path:
    """A file with this text; equal texts share one file, since the engine caches by name."""
    name = hashlib.sha256(text.encode()).hexdigest()[:24]
    path = Path(_folder().name) / f"{name}{suffix}"
    if not path.exists():
        path.write_text(text, encoding="utf-8")
    return path
