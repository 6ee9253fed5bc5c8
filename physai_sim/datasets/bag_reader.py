"""Reads rosbag2 bags, whole or damaged, without writing anything.

A whole bag of MCAP is read by `rosbags`. A damaged one (cut off by a crash, a bad chunk, no
`metadata.yaml`) gives all whole messages that are in it, and `BagReader.lost` says what is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_files import PlainFiles, bag_files
from physai_sim.datasets.bag_metadata import metadata_fault
from physai_sim.datasets.bag_salvage import Salvage, scan_mcap
from physai_sim.datasets.bag_sources import (
    BagSource,
    SalvagedBag,
    SerialisedMessage,
    SqliteBag,
    WholeBag,
)
from physai_sim.datasets.bag_types import decode_message


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
    errors: list[BagError] = []
    found = [_scanned(plain, errors) for plain in files.all()]
    salvages = [salvage for salvage in found if salvage]
    if not salvages:
        raise errors[0]
    faults = [salvage.lost for salvage in salvages if salvage.lost]
    names = [file.path.name for file in files.files]
    counts = [salvage.message_count if salvage else 0 for salvage in found]
    return (
        SalvagedBag(salvages),
        [*faults, *map(str, errors)],
        dict(zip(names, counts, strict=True)),
    )


def _scanned(path: Path, errors: list[BagError]) -> Salvage | None:
    try:
        return scan_mcap(path)
    except BagError as error:
        errors.append(error)
        return None


def _open_sqlite(files: PlainFiles) -> Opened:
    bag = SqliteBag(files.all())
    names = [file.path.name for file in files.files]
    return bag, bag.faults, dict(zip(names, bag.counts, strict=True))


def _whole(path: Path) -> BagSource | None:
    """A bag whose files are whole, by rosbags; None if it refuses (no ROS profile, say)."""
    if path.is_dir() or path.suffix == ".mcap":
        with suppress(BagError):
            return WholeBag(path)
    return None
