"""Reads a LeRobotDataset v3: numbers by episode, frames by episode and index.

It shares no code with the writer but the names of files and features, so that it checks it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
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
        with making_sense(folder / "meta"):
            self.fps = int(self.info["fps"])
            table = pq.read_table(folder / "meta" / "episodes", page_checksum_verification=True)
            kept = [n for n in table.column_names if not n.startswith("stats/")]
            rows: list[dict[str, Any]] = table.select(kept).to_pylist()
            self.episodes = sorted(rows, key=lambda row: int(row["episode_index"]))
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
        count, path = self.row(episode)["length"], self.data_file(episode)
        with making_sense(path):
            only = [("episode_index", "==", episode)]
            table = pq.read_table(path, filters=only, page_checksum_verification=True)
            found = columns_of(table)
            stamps = (np.arange(count) / self.fps).astype(np.float32)
            fits = np.array_equal(found["timestamp"], stamps)
        if not fits:
            what = "the rows of an episode are not those of its description"
            raise DatasetError(what, where=str(path), got=f"{len(table)} rows")
        return found

    def data_file(self, episode: int) -> Path:
        """The file that holds an episode's numbers."""
        return self._file("data", episode, self.info["data_path"])

    def video_file(self, episode: int, camera: str) -> Path:
        """The file that holds a camera's frames of an episode."""
        return self._file(f"videos/{camera}", episode, self.info["video_path"], video_key=camera)

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
        row = self.row(episode)
        if camera not in self.cameras:
            raise UnknownNameError("no such camera", got=camera, known=self.cameras)
        if not 0 <= start < row["length"]:
            raise DatasetError("no such frame", got=start, expected=f"0 to {row['length'] - 1}")
        # Stamps are stored as floats; what they mean is a whole number of frames.
        first = round(Fraction(row[f"videos/{camera}/from_timestamp"]) * self.fps)
        path, count = self.video_file(episode, camera), row["length"] - start
        return frames(path, start=first + start, count=count, fps=self.fps)

    def frame(self, episode: int, index: int, camera: str) -> NDArray[np.uint8]:
        """One frame, RGB, shape (H, W, 3); see `frames`."""
        return next(self.frames(episode, camera, start=index))

    def task(self, episode: int) -> str:
        """What the robot was told, from the table of tasks."""
        wanted, path = int(self.columns(episode)["task_index"][0]), self.folder / tables.TASKS
        with making_sense(path):
            rows = pq.read_table(path, page_checksum_verification=True).to_pylist()
            return next(str(row["task"]) for row in rows if row["task_index"] == wanted)

    def row(self, episode: int) -> dict[str, Any]:
        """What `meta/episodes` says of an episode.

        Raises:
            DatasetError: If there is no such episode.
        """
        if not 0 <= episode < len(self.episodes):
            known = f"0 to {len(self.episodes) - 1}"
            raise DatasetError("no such episode", got=episode, expected=known)
        return self.episodes[episode]

    def _file(self, prefix: str, episode: int, pattern: str, **names: str) -> Path:
        row = self.row(episode)
        with making_sense(self.folder / "meta"):
            place = {key: row[f"{prefix}/{key}"] for key in ("chunk_index", "file_index")}
            return self.folder / pattern.format(**place, **names)

    def _require(self, key: str, found: int) -> None:
        if self.info[key] != found:
            raise DatasetError(
                f"{tables.INFO} and meta/episodes disagree on {key}",
                where=str(self.folder),
                got=found,
                expected=str(self.info[key]),
            )


@contextmanager
def making_sense(path: Path) -> Iterator[None]:
    """What a file says is not to be trusted: nonsense in it becomes an error in one line."""
    try:
        yield
    except (OSError, ValueError, LookupError, TypeError, AttributeError, StopIteration) as error:
        reason = f"cannot be read: {type(error).__name__}: {error}"
        raise DatasetError(reason, where=str(path)) from None


def _info(folder: Path) -> dict[str, Any]:
    path = folder / tables.INFO
    if not path.is_file():
        unfinished = (folder / ".parts").is_dir()
        what = "the dataset is not finished" if unfinished else "no dataset is here"
        hint = "its recording to be finished with --resume" if unfinished else tables.INFO
        raise DatasetError(what, where=str(folder), expected=hint)
    with making_sense(path):
        info: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        version = info["codebase_version"]
    if version != tables.VERSION:
        raise DatasetError("another version", where=str(path), got=version, expected="v3.0")
    return info
