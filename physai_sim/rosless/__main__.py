"""`python -m physai_sim.rosless SCRIPT [arguments]`: run a program that uses rclpy."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

from physai_sim import rosless

USAGE = "usage: python -m physai_sim.rosless (SCRIPT | -m MODULE) [arguments] [--ros-args ...]"


def main(arguments: list[str]) -> int:
    """Run the program as `python SCRIPT` would; gives an exit code where it cannot start."""
    as_module = arguments[:1] == ["-m"]
    rest = arguments[1:] if as_module else arguments
    if not rest or rest[0].startswith("-"):
        print(USAGE, file=sys.stderr)  # noqa: T201
        return 2
    rosless.install()
    target, sys.argv = rest[0], rest
    if as_module:
        sys.path.insert(0, "")
        runpy.run_module(target, run_name="__main__", alter_sys=True)
        return 0
    if not Path(target).is_file():
        print(f"no such script: {target}\n{USAGE}", file=sys.stderr)  # noqa: T201
        return 2
    sys.path.insert(0, str(Path(target).resolve().parent))
    runpy.run_path(target, run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
