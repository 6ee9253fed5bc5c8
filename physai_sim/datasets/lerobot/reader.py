"""Reads a LeRobotDataset v3: numbers by episode, frames by episode and index.

It shares no code with the writer but the names of files and features, so that it checks it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from physai_sim.core.errors import DatasetError, UnknownNameError
from physai_sim.datasets.lerobot import tables
from physai_sim.datasets.lerobot.clips import frames
from physai_sim.datasets.lerobot.parts import columns_of


class LeRobotDataset:
    """A published dataset, open for reading.

    Args:
        folder: The dataset.

    Attributes:
        info: The content of `meta/info.json`.
        episodes: One row of `meta/episodes` each, without the statistics.

    Raises:
        DatasetError: If it is none, is not finished, is of another version, or its parts disagree.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.info = _info(folder)
        self.fps = int(self.info["fps"])
        try:
            table = pq.read_table(folder / "meta" / "episodes")
            kept = [n for n in table.column_names if not n.startswith("stats/")]
            rows: list[dict[str, Any]] = table.select(kept).to_pylist()
            self.episodes = sorted(rows, key=lambda row: int(row["episode_index"]))
        except (OSError, pa.ArrowException, KeyError) as error:
            raise DatasetError(f"cannot be read: {error}", where=str(folder)) from None
        self._require("total_episodes", len(self.episodes))
        self._require("total_frames", sum(row["length"] for row in self.episodes))

    def __len__(self) -> int:
        """Number of episodes."""
        return len(self.episodes)

    @property
    def cameras(self) -> tuple[str, ...]:
        """Keys of the videos."""
        features = self.info["features"]
        return tuple(key for key in features if features[key]["dtype"] == "video")

    def columns(self, episode: int) -> dict[str, NDArray[Any]]:
        """The numbers of an episode: shape (N, D) for vectors, (N,) for single numbers.

        Raises:
            DatasetError: If there is no such episode, or its rows are damaged.
        """
        row = self._row(episode)
        place = {key: row[f"data/{key}"] for key in ("chunk_index", "file_index")}
        path = self.folder / self.info["data_path"].format(**place)
        try:
            table = pq.read_table(path, filters=[("episode_index", "==", episode)])
        except (OSError, pa.ArrowException) as error:
            raise DatasetError(f"cannot be read: {error}", where=str(path)) from None
        found = columns_of(table)
        stamps = (np.arange(row["length"]) / self.fps).astype(np.float32)
        if not np.array_equal(found["timestamp"], stamps):
            raise DatasetError("the rows of an episode are not those of its description")
        return found

    def frames(self, episode: int, camera: str, *, start: int = 0) -> Iterator[NDArray[np.uint8]]:
        """Decode an episode's frames from one on, RGB, each of shape (H, W, 3).

        Args:
            episode: Which.
            camera: Key of the video.
            start: First frame, counted within the episode.

        Raises:
            DatasetError: If there is no such episode or frame, or the video is damaged.
            UnknownNameError: If there is no such camera.
        """
        row = self._row(episode)
        if camera not in self.cameras:
            raise UnknownNameError("no such camera", got=camera, known=self.cameras)
        if not 0 <= start < row["length"]:
            raise DatasetError("no such frame", got=start, expected=f"0 to {row['length'] - 1}")
        place = {key: row[f"videos/{camera}/{key}"] for key in ("chunk_index", "file_index")}
        path = self.folder / self.info["video_path"].format(video_key=camera, **place)
        if not path.is_file():
            raise DatasetError("the video is missing", where=str(path))
        # Stamps are stored as floats; what they mean is a whole number of frames.
        first = round(Fraction(row[f"videos/{camera}/from_timestamp"]) * self.fps)
        return frames(path, start=first + start, count=row["length"] - start, fps=self.fps)

    def frame(self, episode: int, index: int, camera: str) -> NDArray[np.uint8]:
        """One frame, RGB, shape (H, W, 3); see `frames`."""
        return next(self.frames(episode, camera, start=index))

    def task(self, episode: int) -> str:
        """What the robot was told, from the table of tasks."""
        wanted = int(self.columns(episode)["task_index"][0])
        rows = pq.read_table(self.folder / tables.TASKS).to_pylist()
        return next(str(row["task"]) for row in rows if row["task_index"] == wanted)

    def _row(self, episode: int) -> dict[str, Any]:
        if not 0 <= episode < len(self.episodes):
            known = f"0 to {len(self.episodes) - 1}"
            raise DatasetError("no such episode", got=episode, expected=known)
        return self.episodes[episode]

    def _require(self, key: str, found: int) -> None:
        if self.info[key] != found:
            raise DatasetError(
                f"{tables.INFO} and meta/episodes disagree on {key}",
                where=str(self.folder),
                got=found,
                expected=str(self.info[key]),
            )


def _info(folder: Path) -> dict[str, Any]:
    path = folder / tables.INFO
    if not path.is_file():
        unfinished = (folder / ".parts").is_dir()
        what = "the dataset is not finished" if unfinished else "no dataset is here"
        hint = "its recording to be finished with --resume" if unfinished else tables.INFO
        raise DatasetError(what, where=str(folder), expected=hint)
    try:
        info: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        version = info["codebase_version"]
    except (OSError, ValueError, KeyError, TypeError):
        raise DatasetError("cannot be read", where=str(path)) from None
    if version != tables.VERSION:
        raise DatasetError("another version", where=str(path), got=version, expected="v3.0")
    return info
