"""Reads a video that is to be checked, and the truth that it is checked against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import ConfigError, DatasetError
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.clips.given import read_depth, read_masks
from physai_sim.generation.physics.clips.limits import LIMIT_BYTES
from physai_sim.generation.physics.clips.picture_folder import read_pictures
from physai_sim.generation.physics.clips.recorded import (
    bag_coding,
    dataset_coding,
    is_bag,
    is_dataset,
    read_bag,
    read_dataset,
)
from physai_sim.generation.physics.clips.video_file import read_video
from physai_sim.generation.physics.coding.coding import Coding
from physai_sim.generation.physics.coding.probe import coding_of
from physai_sim.generation.physics.truth import Truth, View, true_film
from physai_sim.generation.source.read import read_source, read_sources


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Which frames of a recording are meant.

    Args:
        camera: Its key in a dataset, its topic in a bag, or a part of these; None: the only one.
        episode: Of a dataset.
        hz: Frames per second of a folder of pictures, which cannot say it themselves.
    """

    camera: str | None = None
    episode: int = 0
    hz: int | None = None


def read_clip(
    path: Path,
    excerpt: Excerpt = Excerpt(),
    *,
    masks: Path | None = None,
    depth: Path | None = None,
    limit_bytes: int = LIMIT_BYTES,
) -> Clip:
    """A clip from a video file, a folder of PNG files, a LeRobot dataset or a bag.

    Args:
        path: The file or folder.
        excerpt: Which of its frames.
        masks: See `read_masks`; None: bodies are tracked.
        depth: See `read_depth`.
        limit_bytes: What would take more memory is refused.

    Raises:
        PhysAIError: If it cannot be read, in one line.
    """
    frames, hz = _film(path, excerpt, limit_bytes)
    frames.flags.writeable = False
    shape = (len(frames), *frames.shape[1:3])
    return Clip(
        name=str(path),
        hz=hz,
        frames=frames,
        masks={} if masks is None else read_masks(masks, shape, limit_bytes=limit_bytes),
        depth_m=None if depth is None else read_depth(depth, shape, limit_bytes=limit_bytes),
        coding=_coding(path, excerpt),
    )


def read_truth(path: str, view: View, *, episode: int = 0, settings: Sequence[str] = ()) -> Truth:
    """The truth of a film of a recorded episode, played again.

    Args:
        path: A bag's folder, a dataset's folder, `DATASET:INDEX` or `WORLD:SEED`.
        view: Which film of it.
        episode: Of a dataset whose folder is given without an index.
        settings: `KEY=VALUE`, as `--set` takes them.

    Raises:
        PhysAIError: If it cannot be read or played.
    """
    if Path(path).is_dir() and is_dataset(Path(path)):
        path = f"{path}:{episode}"
    return true_film(read_source(read_sources(path)[0], settings), view)


def _film(path: Path, excerpt: Excerpt, limit_bytes: int) -> tuple[NDArray[np.uint8], int]:
    if not path.exists():
        raise DatasetError("no such file or folder", where=str(path))
    if is_dataset(path):
        return read_dataset(path, excerpt.camera, excerpt.episode, limit_bytes=limit_bytes)
    if is_bag(path):
        return read_bag(path, excerpt.camera, limit_bytes=limit_bytes)
    if path.is_dir():
        return read_pictures(path, limit_bytes=limit_bytes), _told_hz(path, excerpt)
    return read_video(path, limit_bytes=limit_bytes)


def _coding(path: Path, excerpt: Excerpt) -> Coding | None:
    """How it was compressed; PNG files lose nothing."""
    if is_dataset(path):
        return dataset_coding(path, excerpt.camera, excerpt.episode)
    if is_bag(path):
        return bag_coding(path, excerpt.camera)
    return None if path.is_dir() else coding_of(path)


def _told_hz(path: Path, excerpt: Excerpt) -> int:
    if excerpt.hz is None or excerpt.hz <= 0:
        expected = "the number of frames per second, which a folder of pictures cannot say"
        raise ConfigError("at what rate?", where=str(path), got=excerpt.hz, expected=expected)
    return excerpt.hz
