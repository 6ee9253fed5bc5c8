"""Becomes a program that does not outlive the launcher; run as a script, before the program.

The kernel is told to end this process when the launcher dies, kill -9 included. The launcher
cannot do so itself between fork and exec without running Python there.

Words: the process id of the launcher, then the program's words.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # man 2 prctl
NOT_STARTED = 127  # what a shell says of a program it cannot find


def die_with_parent(parent: int) -> None:
    """Ask for SIGTERM at the parent's death; leave at once if it has died already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(NOT_STARTED)


def main(words: list[str]) -> None:
    """Become the program."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    die_with_parent(int(words[0]))
    # Python ignores these, and what is ignored stays so in the program.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    try:
        os.execvp(words[1], words[1:])
    except OSError as error:
        sys.stderr.write(f"cannot be started: {words[1]}: {error.strerror}\n")
        sys.exit(NOT_STARTED)


if __name__ == "__main__":
    main(sys.argv[1:])
