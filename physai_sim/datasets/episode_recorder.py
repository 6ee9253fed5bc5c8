"""Records an episode into a bag: what was sensed, commanded and true, message by message."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from physai_sim.core.types import EpisodeSpec
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.messages.episode_stream import START_NS, EpisodeStream
from physai_sim.messages.topics import Topic
from physai_sim.messages.typestore import make_message

__all__ = ["START_NS", "EpisodeRecorder"]


class EpisodeRecorder(EpisodeStream):
    """Writes one episode as a rosbag2 (MCAP), as it happens.

    Equal episodes give equal files, to the byte: nothing of the wall clock goes in.

    Args:
        folder: The bag; it must not exist.
        spec: The episode.
        raw_images: Whether colour images are stored raw rather than as JPEG.

    Raises:
        MachineError: If it cannot be written; what was written can be repaired.
    """

    def __init__(self, folder: Path, spec: EpisodeSpec, *, raw_images: bool = False) -> None:
        super().__init__(spec, make_message, self._write_message, raw_images=raw_images)
        self._writer = BagWriter(folder)
        self._added: set[str] = set()
        for topic in self.topics():
            self._add(topic)

    def close(self) -> None:
        """Finish the bag; a second call does nothing."""
        self._writer.close()

    def __enter__(self) -> EpisodeRecorder:
        """The recorder itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish the bag, also when an error or Ctrl-C ended the episode."""
        self.close()

    def _add(self, topic: Topic) -> None:
        self._added.add(topic.name)
        self._writer.add_topic(topic.name, topic.type_name, topic.qos)

    def _write_message(self, topic: Topic, at_ns: int, message: object) -> None:
        if topic.name not in self._added:  # one that not every episode has
            self._add(topic)
        self._writer.write(topic.name, at_ns, message)
