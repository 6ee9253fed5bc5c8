"""Prints what the installed lerobot needs to read, train and evaluate, but for torch's own."""

import importlib.metadata
import sys

from packaging.requirements import Requirement

SET_ASIDE = ("torch", "torchcodec", "lerobot")
EXTRAS = ("", "dataset", "training", "evaluation", "av-dep", "accelerate-dep")


def main() -> None:
    """Print one requirement a line."""
    for line in importlib.metadata.requires("lerobot") or ():
        found = Requirement(line)
        wanted = found.marker is None or any(found.marker.evaluate({"extra": e}) for e in EXTRAS)
        if wanted and found.name not in SET_ASIDE:
            found.marker = None
            sys.stdout.write(f"{found}\n")


main()
