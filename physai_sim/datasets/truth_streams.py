"""Ground truth of cameras beside a dataset: one Parquet file for each camera, stream and episode.

`truth/CAMERA.STREAM/episode_000000.parquet` has a row for each row of the dataset: `frame_index`,
`stamp_ns`, and `data`, the picture's bytes as they are in memory, losslessly compressed. How to
read them (type, shape, meaning) stands in the file's own metadata. Legend: H x W image.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from physai_sim.core.errors import DatasetError, MachineError
from physai_sim.core.streams import StreamName

FOLDER = "truth"
ABOUT = b"physai.stream"
# Rows that are compressed together: reading one picture reads as many.
GROUP = 16
MEANINGS: dict[StreamName, str] = {
    "rgb": "colours, (H, W, 3)",
    "depth": "distance along the optical axis [m], inf where nothing is, (H, W)",
    "segmentation": "number of the body and of its link, 0 where nothing is, (H, W, 2)",
    "semantic": "number of the class, (H, W)",
    "shaded": "a colour for each body, shaded by how its surface is turned, (H, W, 3)",
    "normals": "unit normals in the world frame, zeros where nothing is, (H, W, 3)",
    "flow": "way of each pixel's point to the next row [px], columns and rows, (H, W, 2)",
    "edges": "255 at outlines, creases and jumps of depth, (H, W)",
    "boxes": "JSON: boxes around bodies in the picture and in the optical frame",
}


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """How a stream is to be read.

    Args:
        camera: Name of the camera in the world file.
        stream: What it shows.
        dtype: NumPy's name of the numbers; "json" for boxes.
        shape: Of one picture; empty for boxes.
        meaning: In words, with units.
        labels: Names of the numbers: link names by body, or classes.
    """

    camera: str
    stream: StreamName
    dtype: str
    shape: tuple[int, ...]
    meaning: str
    labels: dict[str, list[str]]


def stream_file(dataset: Path, camera: str, stream: str, episode: int) -> Path:
    """Where a stream of an episode lies."""
    return dataset / FOLDER / f"{camera}.{stream}" / f"episode_{episode:06d}.parquet"


class StreamWriter:
    """One stream of one episode; the file gets its name when it is whole.

    Args:
        path: See `stream_file`.
        info: What is in it.

    Raises:
        MachineError: If it cannot be written.
    """

    def __init__(self, path: Path, info: StreamInfo) -> None:
        self._path, self._info = path, info
        self._part = path.with_name(f".{path.name}.part")
        about = json.dumps(asdict(info))
        self._schema = pa.schema(
            [("frame_index", pa.int64()), ("stamp_ns", pa.int64()), ("data", pa.binary())],
            metadata={ABOUT: about.encode()},
        )
        self._rows: list[tuple[int, int, bytes]] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = pq.ParquetWriter(
                self._part, self._schema, compression="zstd", write_page_checksum=True
            )
        except OSError as error:
            raise self._trouble(error) from None

    def add(self, frame_index: int, stamp_ns: int, value: NDArray[Any] | bytes) -> None:
        """Take the next picture, or the next JSON document.

        Raises:
            DatasetError: If a picture has another shape or type.
            MachineError: If the disk is full.
        """
        if isinstance(value, np.ndarray):
            got = (value.dtype.name, value.shape)
            if got != (self._info.dtype, self._info.shape):
                raise DatasetError("a picture that does not fit", where=str(self._path), got=got)
            value = np.ascontiguousarray(value).tobytes()
        self._rows.append((frame_index, stamp_ns, value))
        if len(self._rows) == GROUP:
            self._flush()

    def close(self, *, keep: bool) -> None:
        """Give the file its name, or leave nothing; a second call does nothing."""
        try:
            if keep and self._part.exists():
                self._flush()
                self._file.close()
                os.replace(self._part, self._path)
        except OSError as error:
            raise self._trouble(error) from None
        finally:
            # What cannot be written now cannot be either when the object goes.
            self._file.is_open = False
            self._part.unlink(missing_ok=True)

    def _flush(self) -> None:
        if not self._rows:
            return
        columns = [list(column) for column in zip(*self._rows, strict=True)]
        try:
            self._file.write_table(pa.table(columns, schema=self._schema))
        except OSError as error:
            raise self._trouble(error) from None
        self._rows = []

    def _trouble(self, error: OSError) -> MachineError:
        reason = error.strerror or str(error)
        return MachineError(f"cannot be written: {reason}", where=str(self._path))


class StreamReader:
    """A stream of an episode, read picture by picture.

    Args:
        path: See `stream_file`.

    Raises:
        DatasetError: If it is missing, damaged, or no stream of ours.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = pq.ParquetFile(path, page_checksum_verification=True)
            about = json.loads((self._file.schema_arrow.metadata or {})[ABOUT])
            self.info = StreamInfo(**{**about, "shape": tuple(about["shape"])})
        except (OSError, KeyError, TypeError, ValueError, pa.ArrowException):
            raise DatasetError("no stream can be read here", where=str(path)) from None

    def __len__(self) -> int:
        """Number of pictures."""
        return int(self._file.metadata.num_rows)

    def rows(self) -> Iterator[tuple[int, int, Any]]:
        """Frame index, stamp [ns], and the picture, or what the JSON document says.

        Raises:
            DatasetError: If the file is damaged.
        """
        try:
            for batch in self._file.iter_batches(batch_size=GROUP):
                for row in batch.to_pylist():
                    yield row["frame_index"], row["stamp_ns"], self._decoded(row["data"])
        except (OSError, ValueError, pa.ArrowException):
            raise DatasetError("a damaged stream", where=str(self._path)) from None

    def _decoded(self, data: bytes) -> Any:
        if self.info.dtype == "json":
            return json.loads(data)
        return np.frombuffer(data, dtype=self.info.dtype).reshape(self.info.shape).copy()
