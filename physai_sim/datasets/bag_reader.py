"""Reads rosbag2 bags, whole or damaged, without writing anything.

A whole bag of MCAP is read by `rosbags`. A damaged one (cut off by a crash, a bad chunk, no
`metadata.yaml`) gives all whole messages that are in it, and `BagReader.lost` says what is not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_files import PlainFiles, bag_files
from physai_sim.datasets.bag_metadata import metadata_fault
from physai_sim.datasets.bag_salvage import scan_mcap
from physai_sim.datasets.bag_sources import (
    BagSource,
    SalvagedBag,
    SerialisedMessage,
    SqliteBag,
    WholeBag,
)
from physai_sim.datasets.bag_sqlite import SqliteFile
from physai_sim.datasets.bag_types import decode_message

FileT = TypeVar("FileT")


@dataclass(frozen=True, slots=True)
class BagMessage:
    """One recorded message.

    Args:
        topic: Its topic.
        stamp_ns: When it was recorded, in the recording's time [ns].
        message: The message, an instance of the type store's data class.
    """

    topic: str
    stamp_ns: int
    message: Any


class BagReader:
    """An open bag; a context manager.

    Attributes:
        topics: Topic name to full type name.
        qos: Topic name to how it was offered.
        message_count: Number of messages that can be read.
        lost: One sentence on what a damaged bag has lost; None if it is whole.
    """

    def __init__(self, source: BagSource, lost: str | None, files: PlainFiles) -> None:
        self._source, self._files = source, files
        self.topics = source.topics
        self.qos = source.qos
        self.message_count = source.message_count
        self.lost = lost

    def __enter__(self) -> BagReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files; closing again does nothing."""
        self._source.close()
        self._files.close()

    def messages(self, topics: Collection[str] | None = None) -> Iterator[BagMessage]:
        """Give the messages in log-time order, equal stamps as they were written.

        Args:
            topics: The topics wanted; all if None.

        Raises:
            BagError: If the bag has no such topic, or a message cannot be deserialised.
        """
        return self._messages(self.serialised(topics))

    def serialised(self, topics: Collection[str] | None = None) -> Iterator[SerialisedMessage]:
        """Give the messages as `messages` does, but as the bytes that were recorded.

        Args:
            topics: The topics wanted; all if None.

        Raises:
            BagError: If the bag has no such topic.
        """
        wanted = frozenset(self.topics if topics is None else topics)
        if unknown := wanted - self.topics.keys():
            raise BagError("the bag has no such topic", got=min(unknown), known=self.topics)
        return self._source.messages(wanted)

    def _messages(self, found: Iterator[SerialisedMessage]) -> Iterator[BagMessage]:
        for raw in found:
            message = decode_message(raw.data, raw.type_name, raw.definition)
            yield BagMessage(raw.topic, raw.stamp_ns, message)


def open_bag(path: Path) -> BagReader:
    """Open a bag for reading, damaged or not, compressed or not.

    Args:
        path: The bag's folder, or one `.mcap` or `.db3` file, with `.zstd` after it if compressed.

    Raises:
        BagError: If there is no bag, or nothing of it can be read.
    """
    files = PlainFiles(bag_files(path))
    try:
        open_files = _open_mcap if files.files[0].storage == "mcap" else _open_sqlite
        source, faults, counts = open_files(files)
        if path.is_dir() and (fault := metadata_fault(path, counts)):
            faults.append(fault)
        if isinstance(source, SalvagedBag) and not faults and not files.has_compressed:
            source = _whole(path) or source
    except BaseException:
        files.close()
        raise
    return BagReader(source, "; ".join(faults) or None, files)


Opened = tuple[BagSource, list[str], dict[str, int]]


def _open_mcap(files: PlainFiles) -> Opened:
    found, faults = _read(scan_mcap, files)
    salvages = list(found.values())
    lost = [salvage.lost for salvage in salvages if salvage.lost]
    counts = {name: salvage.message_count for name, salvage in found.items()}
    return SalvagedBag(salvages), [*lost, *faults], _counted(files, counts)


def _open_sqlite(files: PlainFiles) -> Opened:
    found, faults = _read(SqliteFile, files)
    bag = SqliteBag(list(found.values()))
    counts = dict(zip(found, bag.counts, strict=True))
    return bag, [*bag.faults, *faults], _counted(files, counts)


def _read(read: Callable[[Path], FileT], files: PlainFiles) -> tuple[dict[str, FileT], list[str]]:
    """What is read of each file that can be, by its name, and what is wrong with the others."""
    found: dict[str, FileT] = {}
    errors: list[BagError] = []
    for file, plain in zip(files.files, files.all(), strict=True):
        one = _tried(read, plain, errors)
        if one is not None:
            found[file.path.name] = one
    if not found:
        raise errors[0]
    return found, [str(error) for error in errors]


def _tried(read: Callable[[Path], FileT], path: Path, errors: list[BagError]) -> FileT | None:
    try:
        return read(path)
    except BagError as error:
        errors.append(error)
    except OSError as error:  # of a disk that fails
        errors.append(BagError(f"cannot be read: {error.strerror}", where=str(path)))
    return None


def _counted(files: PlainFiles, counts: dict[str, int]) -> dict[str, int]:
    return {file.path.name: counts.get(file.path.name, 0) for file in files.files}


def _whole(path: Path) -> BagSource | None:
    """A bag whose files are whole, by rosbags; None if it refuses (no ROS profile, say)."""
    if path.is_dir() or path.suffix == ".mcap":
        with suppress(BagError):
            return WholeBag(path)
    return None
