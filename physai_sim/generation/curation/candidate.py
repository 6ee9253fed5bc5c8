"""A rollout that may be kept, as `physai generate` wrote it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from physai_sim.core.errors import DatasetError
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.generation.batch.sample import is_intact
from physai_sim.generation.batch.sample_arguments import read_arguments
from physai_sim.generation.batch.sample_files import (
    ARGUMENTS,
    OUTPUTS,
    SAMPLES,
    UNFINISHED,
    SampleFiles,
)

_VIDEO = "vision"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One rollout on disk.

    Args:
        name: Of the rollout.
        folder: Its files.
        request: What was asked for.
        settings: `KEY=VALUE` with which its source is read.
        digest: Of all its files, in hex.
    """

    name: str
    folder: Path
    request: RolloutRequest
    settings: tuple[str, ...]
    digest: str

    @property
    def videos(self) -> Mapping[str | None, Path]:
        """Its films by camera; None where the only one is not named."""
        found = sorted(self.folder.glob(f"{_VIDEO}*.mp4"))
        cameras = [path.stem.removeprefix(_VIDEO).removeprefix("_") or None for path in found]
        if cameras == [None] and self.request.cameras:
            cameras = [self.request.cameras[0]]
        return dict(zip(cameras, found, strict=True))


def names_in(batch: Path) -> tuple[str, ...]:
    """Names of the rollouts in the folder of a batch, sorted.

    Raises:
        DatasetError: If there are none.
    """
    folder = batch / SAMPLES
    found = sorted(path.name for path in folder.glob("*") if path.is_dir())
    names = tuple(name for name in found if name != UNFINISHED)
    if not names:
        expected = f"what `physai generate --out DIR` writes: DIR/{SAMPLES}/NAME"
        raise DatasetError("no rollouts are here", where=str(batch), expected=expected)
    return names


def read_candidate(batch: Path, name: str) -> Candidate:
    """A rollout by its name.

    Raises:
        PhysAIError: If its files are damaged, or it has no video.
    """
    folder = SampleFiles(batch, name).folder
    request, told = read_arguments(folder / ARGUMENTS)
    if not is_intact(folder):
        expected = f"the files that {OUTPUTS} lists (`physai generate --resume` makes them again)"
        raise DatasetError("a rollout is damaged", where=str(folder), expected=expected)
    digest = hashlib.sha256((folder / ARGUMENTS).read_bytes())
    digest.update((folder / OUTPUTS).read_bytes())  # holds the digests of all others
    found = Candidate(name, folder, request, tuple(told["settings"]), digest.hexdigest())
    if not found.videos:
        raise DatasetError("a rollout without a video", where=str(folder), expected="vision.mp4")
    return found
