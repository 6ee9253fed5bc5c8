"""Whether all files of a dataset, or of an episode not yet published, are there and whole.

Numbers carry checksums and are told from headers; videos say how many frames they have.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

from physai_sim.core.errors import DatasetError
from physai_sim.datasets.lerobot import tables
from physai_sim.datasets.lerobot.clips import frame_count
from physai_sim.datasets.lerobot.parts import Part
from physai_sim.datasets.lerobot.reader import LeRobotDataset, making_sense


def require_whole(dataset: LeRobotDataset) -> None:
    """Refuse a published dataset that lost something.

    Raises:
        DatasetError: If a file is missing, cut off, or has other rows or frames than it should.
    """
    rows: Counter[Path] = Counter({dataset.folder / tables.TASKS: dataset.info["total_tasks"]})
    frames: Counter[Path] = Counter()
    for episode in range(len(dataset)):
        length = dataset.row(episode)["length"]
        rows[dataset.data_file(episode)] += length
        for camera in dataset.cameras:
            frames[dataset.video_file(episode, camera)] += length
    for path, count in rows.items():
        with making_sense(path):
            _require(path, pq.read_metadata(path).num_rows, count)
    for path, count in frames.items():
        _require(path, frame_count(path), count)
    with making_sense(dataset.folder / tables.STATS):
        json.loads((dataset.folder / tables.STATS).read_text(encoding="utf-8"))


def require_whole_part(part: Part) -> None:
    """Refuse an episode not yet published that lost something.

    Raises:
        DatasetError: If a file of it is missing, cut off, or has another length.
    """
    layout, facts = part.read()
    for values in part.columns().values():
        _require(part.rows, len(values), facts.length)
    for key in layout.videos:
        _require(part.clip(key), frame_count(part.clip(key)), facts.length)


def _require(path: Path, found: int, expected: int) -> None:
    if found != expected:
        what = "a file of the dataset has another length"
        raise DatasetError(what, where=str(path), got=found, expected=str(expected))
