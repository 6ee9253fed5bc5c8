"""A part: one whole episode of a dataset that is being written, in a folder of its own.

`rows.parquet` has its numbers, `KEY.mp4` each camera's frames, `episode.json` the rest. The folder
gets its name when all of it is written, so a part that has its name is whole.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from physai_sim.core.errors import DatasetError, MachineError
from physai_sim.core.output import write_json
from physai_sim.datasets.lerobot.layout import Layout
from physai_sim.datasets.lerobot.statistics import Summary, as_arrays, as_lists

ROWS, FACTS = "rows.parquet", "episode.json"
UNFINISHED = ".unfinished_"
Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """What a dataset says of an episode beside its rows.

    Args:
        task: The instruction.
        length: Number of rows.
        provenance: Where it comes from, as a JSON object: source, by, seed, config_hash.
        stats: Key -> statistics of each feature.
    """

    task: str
    length: int
    provenance: Mapping[str, Any]
    stats: Mapping[str, Summary]


class Part:
    """An episode on disk, before it is published.

    Args:
        folder: Its folder, `.parts/episode_000000`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows = folder / ROWS

    @property
    def index(self) -> int:
        """Number of the episode."""
        return int(self.folder.name.rpartition("_")[2])

    def clip(self, key: str) -> Path:
        """File of a camera's frames."""
        return self.folder / f"{key}.mp4"

    def columns(self) -> dict[str, NDArray[Any]]:
        """The numbers: shape (N, D) for vectors, (N,) for the others.

        Raises:
            DatasetError: If they cannot be read.
        """
        try:
            return columns_of(pq.read_table(self.rows, page_checksum_verification=True))
        except (OSError, pa.ArrowException):
            raise DatasetError("an episode cannot be read", where=str(self.rows)) from None

    def read(self) -> tuple[Layout, EpisodeFacts]:
        """Layout and facts.

        Raises:
            DatasetError: If its description cannot be read.
        """
        try:
            record = json.loads((self.folder / FACTS).read_text(encoding="utf-8"))
            stats = {key: as_arrays(value) for key, value in record["stats"].items()}
            words = {key: record[key] for key in ("task", "length", "provenance")}
            return Layout.from_json(record["layout"]), EpisodeFacts(stats=stats, **words)
        except (OSError, ValueError, KeyError, TypeError):
            raise DatasetError("an episode cannot be read", where=str(self.folder)) from None

    def write(self, layout: Layout, facts: EpisodeFacts, columns: Columns) -> None:
        """Write all but the clips.

        Raises:
            MachineError: If the disk is full.
        """
        with disk_trouble(self.rows):
            pq.write_table(table_of(columns), self.rows, write_page_checksum=True)
        record = {
            "layout": layout.to_json(),
            "task": facts.task,
            "length": facts.length,
            "provenance": dict(facts.provenance),
            "stats": {key: as_lists(summary) for key, summary in facts.stats.items()},
        }
        write_json(self.folder / FACTS, record)


def part_folder(parts: Path, index: int) -> Path:
    """Where an episode lies once it is whole."""
    return parts / f"episode_{index:06d}"


def begin_part(parts: Path, index: int) -> Part:
    """An empty folder for an episode, under a name that says that it is not whole."""
    folder = parts / f"{UNFINISHED}{index:06d}"
    with disk_trouble(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    return Part(folder)


def finish_part(part: Part) -> Part:
    """Give a whole episode its name; an earlier one of that number goes."""
    final = part_folder(part.folder.parent, part.index)
    with disk_trouble(final):
        shutil.rmtree(final, ignore_errors=True)
        part.folder.rename(final)
    return Part(final)


def whole_parts(parts: Path) -> list[Part]:
    """The whole episodes by number."""
    found = [Part(folder) for folder in parts.glob("episode_*") if folder.is_dir()]
    return sorted(found, key=lambda part: part.index)


def table_of(columns: Columns) -> pa.Table:
    """An Arrow table; a column of shape (N, D) becomes lists of fixed size D, if D > 1."""
    return pa.table({name: _arrow(values) for name, values in columns.items()})


def columns_of(table: pa.Table) -> dict[str, NDArray[Any]]:
    """The arrays of a table that `table_of` made, of shape (N, D) or (N,)."""
    found = {}
    for name in table.column_names:
        column = table.column(name).combine_chunks()
        if pa.types.is_fixed_size_list(column.type):
            flat = column.flatten().to_numpy(zero_copy_only=False)
            found[name] = flat.reshape(-1, column.type.list_size)
        else:
            found[name] = column.to_numpy(zero_copy_only=False)
    return found


@contextmanager
def disk_trouble(path: Path) -> Iterator[None]:
    """A full disk becomes an error in one line."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise MachineError(f"cannot be written: {reason}", where=str(path)) from None


def _arrow(values: NDArray[Any]) -> pa.Array:
    flat = pa.array(np.ascontiguousarray(values).ravel())
    if values.ndim == 1 or values.shape[1] == 1:
        return flat
    return pa.FixedSizeListArray.from_arrays(flat, values.shape[1])
