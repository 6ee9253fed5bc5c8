"""Writes serialised messages to a topic."""

from __future__ import annotations

import ctypes as ct
from typing import Any

from physai_sim.rosless.dds import library
from physai_sim.rosless.dds.library import FOREVER_NS, TIMEOUT, DdsError, Sample, checked
from physai_sim.rosless.dds.participant import Participant, delete_entity, process_ends


class Writer:
    """The sending end of a topic.

    Args:
        participant: Whose it is.
        topic: Name in DDS, as `rt/chatter`.
        idl_type: The type, as the wheel knows it.
        profile: Quality of service.
        user_data: What others read of it in discovery.
    """

    def __init__(
        self,
        participant: Participant,
        topic: str,
        idl_type: Any,
        profile: Any,
        *,
        user_data: str = "",
    ) -> None:
        self.entity = participant.writer(topic, idl_type, profile, user_data=user_data)
        self.handle: int = self.entity._ref
        self.guid: bytes = self.entity.guid.bytes
        self.instance: int = self.entity.get_instance_handle() & 0xFFFF_FFFF_FFFF_FFFF

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send a message; other threads run while a slow reader is waited for.

        Args:
            data: CDR with its header of four bytes; copied before this returns.

        Raises:
            DdsError: If the writer was closed, or DDS refuses the message.
        """
        whole = data if isinstance(data, bytes) else bytes(data)
        if len(whole) % 4:  # DDS reads whole words
            whole = whole + b"\0" * (-len(whole) % 4)
        sample = Sample(ct.cast(ct.c_char_p(whole), ct.c_void_p), len(whole))
        result = library.write(self.handle, ct.byref(sample))
        if result < 0 and not process_ends():  # then nobody is left to hear it
            raise DdsError(f"a message cannot be written: DDS error {result}")

    def matched_count(self) -> int:
        """Readers that receive what is written."""
        return max(0, int(library.matched_readers(self.handle, None, 0)))

    def wait_for_acks(self, timeout_ns: int | None) -> bool:
        """Wait until every reliable reader has all; whether that came about in time."""
        limit = FOREVER_NS if timeout_ns is None else timeout_ns
        result: int = library.wait_for_acks(self.handle, limit)
        return False if result == TIMEOUT else checked(result, "acknowledgements") >= 0

    def assert_liveliness(self) -> None:
        """Tell readers that this writer lives, where its quality of service asks for that."""
        checked(library.assert_liveliness(self.handle), "liveliness")

    def close(self) -> None:
        """Remove it; a second call does nothing."""
        if self.handle:
            delete_entity(self.entity)
        self.handle = 0
