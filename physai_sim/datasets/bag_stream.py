"""One pass over a bag: every whole message once, in the order in which it was recorded.

What is damaged is known when the pass is over. Memory holds a chunk or two, never the bag.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_file_streams import (
    FileStream,
    McapStream,
    Recorded,
    SqliteStream,
    StreamTopic,
)
from physai_sim.datasets.bag_files import BagFile, PlainFiles, bag_files
from physai_sim.datasets.bag_metadata import metadata_fault

__all__ = ["BagStream", "Recorded", "StreamTopic"]


class BagStream:
    """A bag to be read once; a context manager.

    Args:
        path: The bag's folder, or one file, compressed or not.

    Attributes:
        bytes: Size of its files [bytes].
        lost: One sentence on what a damaged bag has lost, after the pass; None if it is whole.

    Raises:
        BagError: If there is no bag.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files = PlainFiles(bag_files(path))
        self._sizes = {file: file.path.stat().st_size for file in self._files.files}
        self.bytes = sum(self._sizes.values())
        self._topics: dict[StreamTopic, None] = {}
        self.lost: str | None = None
        self._done_bytes, self._file_bytes = 0, 0
        self._file: FileStream | None = None

    def __enter__(self) -> BagStream:
        """The stream itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Remove what was decompressed."""
        self._files.close()

    @property
    def topics(self) -> list[StreamTopic]:
        """The topics that it names: from the first message on as far as indexes tell.

        After the pass they are all there; a name comes twice if its type changed.
        """
        inner = self._file.topics() if self._file else ()
        return list({**self._topics, **dict.fromkeys(inner)})

    @property
    def share(self) -> float:
        """How much of the bag has been read, 0 to 1."""
        inner = self._file.share * self._file_bytes if self._file else 0.0
        return min(1.0, (self._done_bytes + inner) / max(self.bytes, 1))

    def messages(self) -> Iterator[Recorded]:
        """Give the messages; to be called once.

        Raises:
            BagError: If none of its files can be read.
        """
        counts: dict[str, int] = {}
        faults: list[str] = []
        errors: list[BagError] = []
        for file, size in self._sizes.items():
            count, self._file_bytes = 0, size
            try:
                for message in self._messages(file, faults):
                    count += 1
                    yield message
            except BagError as error:
                errors.append(error)
            except OSError as error:  # of a disk that fails
                what = f"cannot be read: {error.strerror}"
                errors.append(BagError(what, where=str(file.path)))
            counts[file.path.name] = count
            self._file, self._done_bytes = None, self._done_bytes + size
        if len(errors) == len(self._sizes):
            raise errors[0]
        faults += [str(error) for error in errors]
        if self._path.is_dir() and (fault := metadata_fault(self._path, counts)):
            faults.append(fault)
        self.lost = "; ".join(faults) or None

    def _messages(self, file: BagFile, faults: list[str]) -> Iterator[Recorded]:
        with self._files.borrowed(file) as plain:
            reader = McapStream if file.storage == "mcap" else SqliteStream
            stream: FileStream = reader(plain)
            self._file = stream
            yield from stream.messages()
            self._topics |= dict.fromkeys(stream.topics())
            if stream.lost:
                faults.append(stream.lost)
