"""Where the files of a rollout lie in the folder of a batch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from physai_sim.core.errors import ConfigError

SAMPLES, BAGS, DATASET = "samples", "bags", "dataset"
ARGUMENTS, OUTPUTS = "sample_args.json", "sample_outputs.json"
TRUTH, CAPTIONS = "truth", "captions"
# Under this name lies what is not whole; an earlier batch that was killed may have left some.
UNFINISHED = ".unfinished"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+=-]{0,229}")


@dataclass(frozen=True, slots=True)
class SampleFiles:
    """The files of one rollout.

    Args:
        out: Folder of the batch.
        name: Of the rollout.
    """

    out: Path
    name: str

    @property
    def folder(self) -> Path:
        """Where it is found; the folder gets this name when all of the rollout is written."""
        return self.out / SAMPLES / self.name

    @property
    def unfinished(self) -> Path:
        """Where it is written."""
        return self.out / SAMPLES / UNFINISHED / self.name

    @property
    def bag(self) -> Path:
        """Its bag."""
        return self.out / BAGS / self.name

    @property
    def unfinished_bag(self) -> Path:
        """Its bag while that is written; a bag's files have its folder's name."""
        return self.out / BAGS / UNFINISHED / self.name


def video_name(camera: str, *, alone: bool) -> str:
    """Name of a camera's video."""
    return "vision.mp4" if alone else f"vision_{camera}.mp4"


def caption_name(camera: str) -> str:
    """Path of what a camera's video shows, in words, within the folder of a rollout."""
    return f"{CAPTIONS}/{camera}.json"


def stream_name(camera: str, stream: str) -> str:
    """Path of a stream within the folder of a rollout."""
    return f"{TRUTH}/{camera}.{stream}.parquet"


def checked_name(name: str, *, where: str) -> str:
    """A name that a folder can have.

    Raises:
        ConfigError: If it is none.
    """
    if not _NAME.fullmatch(name):
        expected = "1 to 230 letters, digits and . _ + = -, beginning with a letter or digit"
        raise ConfigError("no name of a rollout", where=where, got=name, expected=expected)
    return name
