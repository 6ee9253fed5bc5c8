"""Reads rosbag2 bags, whole or damaged, without writing anything.

A whole bag is read by `rosbags`. A damaged one (cut off by a crash, a bad chunk, no
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
from physai_sim.datasets.bag_metadata import metadata_fault
from physai_sim.datasets.bag_salvage import mcap_files, scan_mcap
from physai_sim.datasets.bag_sources import (
    BagSource,
    SalvagedBag,
    SerialisedMessage,
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

    def __init__(self, source: BagSource, lost: str | None) -> None:
        self._source = source
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
    """Open a bag for reading, damaged or not.

    Args:
        path: The bag's folder, or one `.mcap` or `.db3` file.

    Raises:
        BagError: If there is no bag, or nothing of it can be read.
    """
    if not path.exists():
        raise BagError("does not exist", where=str(path))
    files = mcap_files(path)
    if not files:
        return _open_other(path)
    salvages = [scan_mcap(file) for file in files]
    faults = [salvage.lost for salvage in salvages if salvage.lost]
    if path.is_dir():
        counts = {salvage.path.name: salvage.message_count for salvage in salvages}
        if fault := metadata_fault(path, counts):
            faults.append(fault)
    if not faults and (path.is_dir() or path.suffix == ".mcap"):
        # A bag whose files are whole and that rosbags still refuses (no ROS profile, say) is
        # read as a damaged one is, and has lost nothing.
        with suppress(BagError):
            return BagReader(WholeBag(path), None)
    return BagReader(SalvagedBag(salvages), "; ".join(faults) or None)


def _open_other(path: Path) -> BagReader:
    """Open a bag that holds no plain MCAP file: SQLite, or compressed as a whole."""
    if path.is_file() or (path / "metadata.yaml").exists():
        return BagReader(WholeBag(path), None)
    databases = list(path.glob("*.db3"))
    if len(databases) != 1:
        raise BagError("the folder holds no bag", where=str(path))
    return BagReader(WholeBag(databases[0]), f"{path.name}: metadata.yaml is missing")
