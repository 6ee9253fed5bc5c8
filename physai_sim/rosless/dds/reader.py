"""Takes serialised messages from a topic."""

from __future__ import annotations

import ctypes as ct
import weakref
from typing import Any, NamedTuple

from physai_sim.rosless.dds import library
from physai_sim.rosless.dds.library import ANY_STATE, SampleInfo, Span, checked
from physai_sim.rosless.dds.participant import Participant, delete_entity

COPIED_BYTES = 16_384
"""Up to this size a copy is cheaper than keeping the memory of DDS [B]."""


class Taken(NamedTuple):
    """A message as it came.

    Args:
        data: CDR with its header of four bytes.
        source_ns: Wall time at which it was written [ns].
        writer: Instance handle of its writer.
    """

    data: memoryview
    source_ns: int
    writer: int


class Reader:
    """The receiving end of a topic.

    Args:
        participant: Whose it is.
        topic: Name in DDS, as `rt/chatter`.
        idl_type: The type, as the wheel knows it.
        profile: Quality of service.
        user_data: What others read of it in discovery.
        ignore_local: Whether what this participant writes itself is left out.
    """

    def __init__(
        self,
        participant: Participant,
        topic: str,
        idl_type: Any,
        profile: Any,
        *,
        user_data: str = "",
        ignore_local: bool = False,
    ) -> None:
        self.entity = participant.reader(
            topic, idl_type, profile, user_data=user_data, ignore_local=ignore_local
        )
        self.handle: int = self.entity._ref
        self.guid: bytes = self.entity.guid.bytes
        self.condition = checked(library.create_condition(self.handle, ANY_STATE), "a condition")

    def take(self) -> Taken | None:
        """The oldest message that was not taken yet; None if there is none."""
        slot, info = ct.c_void_p(), SampleInfo()
        while library.take_cdr(self.handle, ct.byref(slot), 1, ct.byref(info), ANY_STATE) > 0:
            if info.valid_data:
                data = _contents(slot.value or 0)
                return Taken(data, info.source_timestamp, info.publication_handle)
            library.serdata_unref(slot)  # tells only that a writer went away
        return None

    def matched_count(self) -> int:
        """Writers whose messages arrive here."""
        return max(0, int(library.matched_writers(self.handle, None, 0)))

    def close(self) -> None:
        """Remove it; a second call does nothing."""
        if self.handle:
            delete_entity(self.entity)
        self.handle = 0


def _contents(serdata: int) -> memoryview:
    """The bytes of a message; large ones stay where DDS has them until nobody looks any more."""
    span = Span()
    size = library.serdata_size(serdata)
    held = library.serdata_ref(serdata, 0, size, ct.byref(span))
    library.serdata_unref(serdata)
    if size <= COPIED_BYTES:
        copy = ct.string_at(span.address, size)
        library.serdata_release(held, ct.byref(span))
        return memoryview(copy)
    memory = (ct.c_ubyte * size).from_address(span.address)
    release = weakref.finalize(memory, library.serdata_release, held, ct.byref(span))
    release.atexit = False
    return memoryview(memory).cast("B").toreadonly()
