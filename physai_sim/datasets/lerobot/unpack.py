"""Takes a published dataset apart again, so that episodes can be added to it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from physai_sim.datasets.lerobot import tables
from physai_sim.datasets.lerobot.clips import join
from physai_sim.datasets.lerobot.layout import Layout
from physai_sim.datasets.lerobot.parts import (
    EpisodeFacts,
    begin_part,
    disk_trouble,
    finish_part,
)
from physai_sim.datasets.lerobot.reader import LeRobotDataset, making_sense
from physai_sim.datasets.lerobot.statistics import Summary

# Where an episode stands in the dataset; a part does not know it.
_PLACED = ("episode_index", "index", "task_index")


def unpack(folder: Path, parts: Path) -> None:
    """Make parts of all episodes of a published dataset; the dataset stays as it is.

    Videos are cut as they are coded, nothing is coded anew.

    Raises:
        DatasetError: If the dataset is damaged.
        MachineError: If the disk is full.
    """
    dataset = LeRobotDataset(folder)
    with disk_trouble(parts), making_sense(folder / "meta"):
        layout = Layout.from_json(dataset.info)
        shutil.rmtree(parts, ignore_errors=True)
        stats = pq.read_table(folder / "meta" / "episodes").to_pylist()
        by_index = {int(row["episode_index"]): row for row in stats}
        for episode in range(len(dataset)):
            _unpack_episode(dataset, layout, episode, by_index[episode], parts)


def _unpack_episode(
    dataset: LeRobotDataset, layout: Layout, episode: int, row: dict[str, Any], parts: Path
) -> None:
    part = begin_part(parts, episode)
    for key in layout.videos:
        place = {name: row[f"videos/{key}/{name}"] for name in ("chunk_index", "file_index")}
        path = dataset.folder / tables.VIDEO_PATH.format(video_key=key, **place)
        start = round(row[f"videos/{key}/from_timestamp"] * layout.fps)
        join([(path, start, row["length"])], part.clip(key), fps=layout.fps)
    columns = dataset.columns(episode)
    columns = {key: values for key, values in columns.items() if key not in _PLACED}
    facts = EpisodeFacts(
        task=row["tasks"][0],
        length=row["length"],
        provenance=json.loads(row["physai/provenance"]),
        stats={key: _stats(row, key) for key in (*columns, *layout.videos)},
    )
    part.write(layout, facts, columns)
    finish_part(part)


def _stats(row: dict[str, Any], key: str) -> Summary:
    start = f"stats/{key}/"
    return {k.removeprefix(start): np.array(v) for k, v in row.items() if k.startswith(start)}
