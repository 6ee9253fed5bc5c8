"""One suite at a time in a folder: also while workers of one that was killed still end."""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterable
from multiprocessing import reduction
from pathlib import Path
from types import TracebackType
from typing import Any

from physai_sim.core.errors import OutputError
from physai_sim.core.output import Mode, prepare_folder

PATIENCE_S = 10.0
_LOG = logging.getLogger(__name__)


class FolderLock:
    """A lock on a folder, held by this process and by those it is handed to until all have ended.

    Args:
        folder: It exists.
        kind: What works in such folders, in words.

    Raises:
        OutputError: If another process holds it for longer than workers take to end.
    """

    def __init__(self, folder: Path, kind: str = "suite") -> None:
        self._file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        deadline = time.monotonic() + PATIENCE_S
        try:
            while not self._is_ours(folder):
                if time.monotonic() > deadline:
                    what = f"another {kind} is running in this folder"
                    raise OutputError(what, where=str(folder))
                time.sleep(0.05)
        except BaseException:
            os.close(self._file)
            raise

    def _is_ours(self, folder: Path) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:  # some network file systems know no locks
            _LOG.warning("%s: runs without a lock: %s", folder, error.strerror)
        return True

    def __reduce__(self) -> tuple[Callable[[Any], int], tuple[Any]]:
        """In a process that is started, the same open file and so the same lock."""
        return _kept, (reduction.DupFd(self._file),)

    def __enter__(self) -> FolderLock:
        """The lock itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go; whoever it was handed to still holds it."""
        os.close(self._file)


def locked_folder(
    folder: Path, mode: Mode, *, kind: str = "suite", inputs: Iterable[Path] = ()
) -> FolderLock:
    """Prepare the folder of a suite once nobody else works there, and lock it.

    Args:
        folder: Where the work is done.
        mode: What to do if it is not empty.
        kind: What works in such folders, in words.
        inputs: What is read; a folder that holds any of it is not overwritten.

    Raises:
        OutputError: If the folder must not or cannot be used.
    """
    kept = tuple(inputs)
    if folder.is_dir():
        with FolderLock(folder, kind):
            prepare_folder(folder, mode, inputs=kept)
    else:
        prepare_folder(folder, mode, inputs=kept)
    return FolderLock(folder, kind)


def _kept(handle: Any) -> int:
    return int(handle.detach())
