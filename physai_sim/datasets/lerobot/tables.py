"""Where a dataset keeps what, and its small tables.

Source: Hugging Face, LeRobotDataset v3, checked against lerobot 0.6.1.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from physai_sim.datasets.lerobot.layout import Layout
from physai_sim.datasets.lerobot.parts import EpisodeFacts

VERSION = "v3.0"
INFO, STATS, TASKS = "meta/info.json", "meta/stats.json", "meta/tasks.parquet"
_FILE = "chunk-{chunk_index:03d}/file-{file_index:03d}"
DATA_PATH = f"data/{_FILE}.parquet"
EPISODES_PATH = f"meta/episodes/{_FILE}.parquet"
VIDEO_PATH = f"videos/{{video_key}}/{_FILE}.mp4"
CHUNK_FILES, DATA_MB, VIDEO_MB = 1000, 100, 200


def place(number: int) -> dict[str, int]:
    """Chunk and index of the n-th file of a kind."""
    return {"chunk_index": number // CHUNK_FILES, "file_index": number % CHUNK_FILES}


def grouped(
    sizes: Sequence[int], limit_mb: int, *, kinds: Sequence[object] | None = None
) -> list[list[int]]:
    """Share episodes out to files, in order.

    Args:
        sizes: Of each episode [bytes].
        limit_mb: A file gets no further episode that would make it larger.
        kinds: Episodes of different kinds do not go into one file.
    """
    groups: list[list[int]] = []
    filled = 0
    for index, size in enumerate(sizes):
        differs = kinds is not None and index > 0 and kinds[index] != kinds[index - 1]
        if not groups or differs or filled + size > limit_mb * 1_000_000:
            groups.append([])
            filled = 0
        groups[-1].append(index)
        filled += size
    return groups


def tasks_table(tasks: Sequence[str]) -> pa.Table:
    """The tasks; pandas must find the string as the index, for lerobot looks them up by it."""
    table = pa.table(
        {
            "task_index": pa.array(range(len(tasks)), pa.int64()),
            "task": pa.array(tasks, pa.string()),
        }
    )
    return table.replace_schema_metadata({"pandas": json.dumps(_pandas_metadata())})


def info(layout: Layout, facts: Sequence[EpisodeFacts], task_count: int) -> dict[str, Any]:
    """The content of `meta/info.json`."""
    return {
        "codebase_version": VERSION,
        "robot_type": layout.robot_type,
        "total_episodes": len(facts),
        "total_frames": sum(fact.length for fact in facts),
        "total_tasks": task_count,
        "chunks_size": CHUNK_FILES,
        "data_files_size_in_mb": DATA_MB,
        "video_files_size_in_mb": VIDEO_MB,
        "fps": layout.fps,
        "splits": {"train": f"0:{len(facts)}"},
        "data_path": DATA_PATH,
        "video_path": VIDEO_PATH if layout.videos else None,
        "features": layout.features(),
    }


def _pandas_metadata() -> dict[str, Any]:
    def column(name: str | None, kind: str, numpy_type: str, extra: object) -> dict[str, Any]:
        kinds = {"pandas_type": kind, "numpy_type": numpy_type, "metadata": extra}
        return {"name": name, "field_name": name, **kinds}

    return {
        "index_columns": ["task"],
        "column_indexes": [column(None, "unicode", "object", {"encoding": "UTF-8"})],
        "columns": [
            column("task_index", "int64", "int64", None),
            column("task", "unicode", "object", None),
        ],
        "creator": {"library": "pyarrow", "version": pa.__version__},
        "pandas_version": "2.2.0",
    }
