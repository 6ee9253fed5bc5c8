"""Reads the frames of one camera out of a LeRobot dataset or a bag.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import BagError, UnknownNameError
from physai_sim.datasets.bag_reader import BagReader, open_bag
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.generation.physics.clips.limits import check_bytes
from physai_sim.generation.physics.coding.coding import Coding
from physai_sim.generation.physics.coding.probe import MOST_FRAMES, coding_of
from physai_sim.messages.pictures import COMPRESSED, RAW, picture_from

Film = tuple[NDArray[np.uint8], int]
# What JPEG encoders make unless they are told otherwise.
JPEG_FORMAT = "yuvj420p"
SECOND_NS = 1_000_000_000
# A stamp may be off by this share of a frame: recorders write when, not how often.
OFF_GRID = 0.25


def is_dataset(folder: Path) -> bool:
    """Whether a folder is a LeRobot dataset."""
    return (folder / "meta" / "info.json").is_file()


def is_bag(path: Path) -> bool:
    """Whether a path is a bag."""
    return (
        path.suffix in (".mcap", ".db3")
        or (path / "metadata.yaml").is_file()
        or (path.is_dir() and any(path.glob("*.mcap")))
    )


def read_dataset(folder: Path, camera: str | None, episode: int, *, limit_bytes: int) -> Film:
    """Frames, RGB, (T, H, W, 3), of one episode, and their rate [Hz].

    Raises:
        DatasetError: If there is no such episode, or it is damaged.
        UnknownNameError: If there is no such camera, or several and none is named.
    """
    dataset = LeRobotDataset(folder)
    key = _one(camera, dataset.cameras, str(folder))
    frames: list[NDArray[np.uint8]] = []
    count = int(dataset.row(episode)["length"])
    for frame in dataset.frames(episode, key):
        check_bytes(folder, count * frame.nbytes, limit_bytes)
        frames.append(frame)
    return np.stack(frames), dataset.fps


def read_bag(path: Path, camera: str | None, *, limit_bytes: int) -> Film:
    """Frames, RGB, (T, H, W, 3), of one image topic, and their rate [Hz].

    Args:
        path: The bag.
        camera: Its topic, or a part of the topic's path, such as `front_camera`.
        limit_bytes: Refuse more.

    Raises:
        BagError: If it cannot be read, or its frames are not evenly spaced.
        UnknownNameError: If there is no such camera, or several and none is named.
    """
    with open_bag(path) as bag:
        topic = _one(camera, _image_topics(bag), str(path))
        frames: list[NDArray[np.uint8]] = []
        stamps: list[int] = []
        for item in bag.messages([topic]):
            stamp = item.message.header.stamp
            stamps.append(stamp.sec * SECOND_NS + stamp.nanosec)
            frames.append(picture_from(item.message))
            check_bytes(path, len(frames) * frames[0].nbytes, limit_bytes)
        if len({frame.shape for frame in frames}) > 1:
            raise BagError("the size of the picture changes", where=f"{path} {topic}")
    return np.stack(frames), _rate(f"{path} {topic}", np.array(stamps, dtype=np.int64))


def dataset_coding(folder: Path, camera: str | None, episode: int) -> Coding | None:
    """How the file that an episode's frames are in was compressed; None if nothing was lost."""
    dataset = LeRobotDataset(folder)
    return coding_of(dataset.video_file(episode, _one(camera, dataset.cameras, str(folder))))


def bag_coding(path: Path, camera: str | None) -> Coding | None:
    """How the pictures of a topic were compressed; None if nothing was lost: raw, or PNG."""
    bits, pixels = 0, 0
    with open_bag(path) as bag:
        topic = _one(camera, _image_topics(bag), str(path))
        if bag.topics[topic] == RAW:
            return None
        for item in islice(bag.messages([topic]), MOST_FRAMES):
            if "png" in item.message.format:
                return None
            bits += 8 * len(item.message.data)
            high, wide = picture_from(item.message).shape[:2]
            pixels += high * wide
    return Coding("mjpeg", JPEG_FORMAT, bits / max(pixels, 1))


def _image_topics(bag: BagReader) -> tuple[str, ...]:
    return tuple(n for n, kind in bag.topics.items() if kind in (RAW, COMPRESSED))


def _one(camera: str | None, known: tuple[str, ...], where: str) -> str:
    """The camera that is meant."""
    if camera in known:
        return camera
    fits = [n for n in known if camera is None or camera in n.replace(".", "/").split("/")]
    if len(fits) != 1:
        what = "no such camera" if not fits else "several cameras: say which"
        raise UnknownNameError(what, where=where, got=camera, known=known)
    return fits[0]


def _rate(where: str, stamps: NDArray[np.int64]) -> int:
    """The rate of evenly spaced stamps [Hz]."""
    if len(stamps) < 2:
        raise BagError("too few frames to tell their rate", where=where, got=len(stamps))
    span = int(stamps[-1] - stamps[0])
    hz = round((len(stamps) - 1) * SECOND_NS / span) if span > 0 else 0
    wanted = np.arange(len(stamps)) * SECOND_NS / max(hz, 1)
    if not hz or np.abs(stamps - stamps[0] - wanted).max() > OFF_GRID * SECOND_NS / hz:
        expected = "a whole number of frames per second, none of them missing"
        raise BagError("frames are not evenly spaced in time", where=where, expected=expected)
    return hz
