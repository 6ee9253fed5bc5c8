"""Records messages to a rosbag2 bag (MCAP) that `ros2 bag play` takes and a crash spares."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path
from types import TracebackType

import yaml
from mcap.records import Channel, Schema
from rosbags.rosbag2.metadata import dump_qos_v8
from rosbags.serde import SerdeError

from physai_sim.core.errors import BagError, MachineError, OutputError, UnknownNameError
from physai_sim.core.interrupts import HeldBack
from physai_sim.datasets.bag_metadata import (
    QOS_KEY,
    TYPE_HASH_KEY,
    bag_information,
    write_metadata,
)
from physai_sim.datasets.bag_records import RawMessage
from physai_sim.datasets.bag_storage import McapRecorder
from physai_sim.messages.qos import QosProfile, to_rosbags_qos
from physai_sim.messages.typestore import typestore

_MAX_STAMP_NS = 2**63 - 1  # ROS 2 keeps stamps as signed 64 bit
_SERIALISE_ERRORS = (
    SerdeError,
    struct.error,
    AttributeError,
    TypeError,
    ValueError,
    OverflowError,
    AssertionError,
)


class BagWriter:
    """One recording: a folder that holds `NAME_0.mcap` and, once closed, `metadata.yaml`.

    Every chunk (1 MiB, or 2 s of recording time) goes to the operating system as soon as it is
    full, so a process that is killed loses at most the open chunk; `repair_bag` rebuilds the
    rest. The same topics and messages give the same bytes.

    Args:
        folder: Made with its parents; must not exist or be empty.

    Raises:
        OutputError: If the folder is not empty or cannot be made.
        MachineError: If the disk is full.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.path = self.folder / f"{self.folder.name}_0.mcap"
        self._topics: dict[str, tuple[int, str]] = {}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            occupied = any(self.folder.iterdir())
        except OSError as error:
            raise OutputError(f"cannot be used: {error.strerror}", where=str(folder)) from None
        if occupied:
            raise OutputError("the folder is not empty", where=str(folder))
        self._recorder: McapRecorder | None = None
        try:
            self._recorder = McapRecorder(self.path)
        except OSError as error:
            raise self._failure(error) from None

    def __enter__(self) -> BagWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Whatever went wrong around it, what was recorded is kept whole.
        self.close()

    def add_topic(self, topic: str, type_name: str, qos: QosProfile) -> None:
        """Announce a topic; must come before its first message.

        Args:
            topic: Full name, for example `/front_camera/image_raw`.
            type_name: Full type name, for example `sensor_msgs/msg/Image`.
            qos: How it is offered; `ros2 bag play` offers it likewise.

        Raises:
            UnknownNameError: If there is no such message type.
            BagError: If the topic is there already, or the bag is closed.
        """
        recorder = self._open_recorder()
        store = typestore()
        if type_name not in store.fielddefs:
            raise UnknownNameError("unknown message type", got=type_name, known=store.fielddefs)
        if topic in self._topics:
            raise BagError("the topic has been added already", where=str(self.path), got=topic)
        definition, _ = store.generate_msgdef(type_name, ros_version=2)
        metadata = {
            QOS_KEY: _qos_text(qos),
            TYPE_HASH_KEY: store.hash_rihs01(type_name),
        }
        number = recorder.add_channel(
            Channel(id=0, topic=topic, message_encoding="cdr", metadata=metadata, schema_id=0),
            Schema(id=0, name=type_name, encoding="ros2msg", data=definition.encode()),
        )
        self._topics[topic] = number, type_name

    def write(self, topic: str, stamp_ns: int, message: object) -> None:
        """Record a message.

        Args:
            topic: An added topic.
            stamp_ns: When it was sent, in the recording's time [ns].
            message: A message of the topic's type, as `make_message` makes it.

        Raises:
            UnknownNameError: If the topic has not been added.
            BagError: If the message or its stamp do not fit, or the bag is closed.
            MachineError: If the disk is full; the bag is closed then and keeps its whole chunks.
        """
        self._open_recorder()
        if topic not in self._topics:
            raise UnknownNameError("unknown topic", got=topic, known=self._topics)
        self.write_serialised(topic, stamp_ns, _serialise(topic, self._topics[topic][1], message))

    def write_serialised(self, topic: str, stamp_ns: int, data: bytes) -> None:
        """Record a message that is serialised already; its bytes are kept as they are.

        Args:
            topic: An added topic.
            stamp_ns: When it was sent, in the recording's time [ns].
            data: CDR with its header of four bytes.

        Raises:
            UnknownNameError, BagError, MachineError: As for `write`.
        """
        recorder = self._open_recorder()
        if topic not in self._topics:
            raise UnknownNameError("unknown topic", got=topic, known=self._topics)
        if not 0 <= stamp_ns <= _MAX_STAMP_NS:
            raise BagError("the stamp does not fit", where=topic, got=stamp_ns, expected="ns >= 0")
        try:
            recorder.write(RawMessage(self._topics[topic][0], 0, stamp_ns, stamp_ns, data))
        except OSError as error:
            raise self._failure(error) from None

    def close(self) -> None:
        """Write the index and `metadata.yaml`; closing again does nothing.

        Raises:
            MachineError: If the disk is full; the messages of all whole chunks are kept.
        """
        if self._recorder is None:
            return
        files = [self._recorder.summary(self.path.name)]
        with HeldBack():
            try:
                self._recorder.finish(yaml.safe_dump(bag_information(files), sort_keys=False))
                write_metadata(self.folder, files)
            except OSError as error:
                raise self._failure(error) from None
            self._recorder = None

    def _open_recorder(self) -> McapRecorder:
        if self._recorder is None:
            raise BagError("the bag is closed", where=str(self.path))
        return self._recorder

    def _failure(self, error: OSError) -> MachineError:
        kept = 0
        if self._recorder is not None:
            self._recorder.abandon()
            kept = self._recorder.messages_kept
            self._recorder = None
        reason = (error.strerror or str(error)).lower()
        return MachineError(
            f"the recording stopped, {reason}: {kept} messages are kept and can be repaired",
            where=str(self.path),
        )


@cache
def _qos_text(qos: QosProfile) -> str:
    """A profile as bags hold it; made once, for making it takes longer than many messages."""
    return dump_qos_v8([to_rosbags_qos(qos)])


def _serialise(topic: str, type_name: str, message: object) -> bytes:
    given = getattr(message, "__msgtype__", type(message).__name__)
    if given != type_name:
        raise BagError("a message of another type", where=topic, got=given, expected=type_name)
    try:
        return bytes(typestore().serialize_cdr(message, type_name, little_endian=True))
    except _SERIALISE_ERRORS as error:
        raise BagError(f"the message cannot be serialised: {error}", where=topic) from None
