"""Makes a LeRobotDataset v3 of whole episodes; `meta/info.json` comes last and says "whole".

Source: Hugging Face, LeRobotDataset v3, checked against lerobot 0.6.1 (names, types, folders).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from physai_sim.core.output import write_json
from physai_sim.datasets.lerobot import tables
from physai_sim.datasets.lerobot.clips import coding_of, join
from physai_sim.datasets.lerobot.parts import EpisodeFacts, Part, disk_trouble, table_of
from physai_sim.datasets.lerobot.statistics import Summary, as_lists, combine, summarise

Place = dict[str, Any]


def publish(parts: list[Part], folder: Path) -> None:
    """Write all files of a dataset.

    Args:
        parts: Its episodes; at least one.
        folder: The dataset, without `data`, `videos` and `meta`.

    Raises:
        DatasetError: If the episodes are not alike.
        MachineError: If the disk is full.
    """
    read = [part.read() for part in parts]
    layout, facts = read[0][0], [fact for _, fact in read]
    for part, (other, _) in zip(parts, read, strict=True):
        layout.require(other, where=str(part.folder))
    tasks = list(dict.fromkeys(fact.task for fact in facts))
    with disk_trouble(folder):
        (folder / "meta").mkdir(parents=True, exist_ok=True)
        places: list[Place] = [{} for _ in parts]
        totals = _write_data(parts, facts, tasks, folder, places)
        for key in layout.videos:
            _write_videos(parts, facts, key, folder, places, fps=layout.fps)
        rows = tables.tasks_table(tasks)
        pq.write_table(rows, folder / tables.TASKS, write_page_checksum=True)
        _write_episodes(folder, facts, tasks, places)
        totals |= {key: combine([fact.stats[key] for fact in facts]) for key in layout.videos}
        stats = {key: as_lists(summary) for key, summary in totals.items()}
        write_json(folder / tables.STATS, stats)
        write_json(folder / tables.INFO, tables.info(layout, facts, len(tasks)))


def _write_data(
    parts: list[Part],
    facts: list[EpisodeFacts],
    tasks: list[str],
    folder: Path,
    places: list[Place],
) -> dict[str, Summary]:
    """Write the rows, a row group per episode; gives the exact statistics of all of them."""
    everything: dict[str, list[NDArray[Any]]] = {}
    groups = tables.grouped([part.rows.stat().st_size for part in parts], tables.DATA_MB)
    row = 0
    for number, group in enumerate(groups):
        where = tables.place(number)
        path = folder / tables.DATA_PATH.format(**where)
        path.parent.mkdir(parents=True, exist_ok=True)
        writer: pq.ParquetWriter | None = None
        for episode in group:
            columns = _indexed(parts[episode], episode, row, tasks.index(facts[episode].task))
            for key, values in columns.items():
                everything.setdefault(key, []).append(values)
            table = table_of(columns)
            writer = writer or pq.ParquetWriter(path, table.schema, write_page_checksum=True)
            writer.write_table(table, row_group_size=len(table))
            end = row + facts[episode].length
            places[episode] |= {"dataset_from_index": row, "dataset_to_index": end}
            places[episode] |= {f"data/{key}": value for key, value in where.items()}
            row = end
        if writer is not None:
            writer.close()
    return {key: _exact(np.concatenate(values)) for key, values in everything.items()}


def _exact(values: NDArray[Any]) -> Summary:
    return summarise(values.reshape(len(values), -1))


def _indexed(part: Part, episode: int, row: int, task: int) -> dict[str, NDArray[Any]]:
    columns = part.columns()
    count = len(columns["timestamp"])
    columns["episode_index"] = np.full(count, episode, dtype=np.int64)
    columns["index"] = np.arange(row, row + count, dtype=np.int64)
    columns["task_index"] = np.full(count, task, dtype=np.int64)
    return columns


def _write_videos(
    parts: list[Part],
    facts: list[EpisodeFacts],
    key: str,
    folder: Path,
    places: list[Place],
    *,
    fps: int,
) -> None:
    """Join the clips of a camera, in files of limited size."""
    clips = [part.clip(key) for part in parts]
    sizes = [clip.stat().st_size for clip in clips]
    # Another release of the encoder may code differently, which must not be joined.
    groups = tables.grouped(sizes, tables.VIDEO_MB, kinds=[coding_of(clip) for clip in clips])
    for number, group in enumerate(groups):
        where = tables.place(number)
        path = folder / tables.VIDEO_PATH.format(video_key=key, **where)
        path.parent.mkdir(parents=True, exist_ok=True)
        join([(clips[e], 0, facts[e].length) for e in group], path, fps=fps)
        frame = 0
        for episode in group:
            end = frame + facts[episode].length
            stamps = {"from_timestamp": frame / fps, "to_timestamp": end / fps}
            places[episode] |= {f"videos/{key}/{k}": v for k, v in (where | stamps).items()}
            frame = end


def _write_episodes(
    folder: Path, facts: list[EpisodeFacts], tasks: list[str], places: list[Place]
) -> None:
    rows = []
    for index, (fact, place) in enumerate(zip(facts, places, strict=True)):
        row: Place = {"episode_index": index, "tasks": [fact.task], "length": fact.length, **place}
        row |= {f"meta/episodes/{key}": value for key, value in tables.place(0).items()}
        row["physai/provenance"] = json.dumps(dict(fact.provenance), sort_keys=True)
        starts = {"episode_index": index, "task_index": tasks.index(fact.task)}
        row |= _flat_stats(_with_indexes(fact, starts, place["dataset_from_index"]))
        rows.append(row)
    path = folder / tables.EPISODES_PATH.format(**tables.place(0))
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path, write_page_checksum=True)


def _with_indexes(
    fact: EpisodeFacts, constants: Mapping[str, int], first_row: int
) -> dict[str, Summary]:
    """Add the statistics of the columns that say where the episode stands in the dataset."""
    ramp = np.arange(fact.length, dtype=np.float64)[:, None]
    return {
        **fact.stats,
        **{key: summarise(np.full_like(ramp, value)) for key, value in constants.items()},
        "index": summarise(ramp + first_row),
    }


def _flat_stats(stats: Mapping[str, Summary]) -> Place:
    return {
        f"stats/{key}/{name}": value
        for key, summary in stats.items()
        for name, value in as_lists(summary).items()
    }
