"""What a policy decided <-> `physai_msgs/ActionChunk`, to the last bit.

Legend: K actions in a chunk, A action size.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from physai_sim.core.errors import BagError
from physai_sim.core.timing import NS_PER_S
from physai_sim.core.types import ActionChunk
from physai_sim.messages import parts
from physai_sim.messages.parts import Make


def chunk_message(
    make: Make, at_ns: int, chunk: ActionChunk, *, asked_ns: int, names: Sequence[str]
) -> Any:
    """physai_msgs/ActionChunk.

    Args:
        make: Maker of messages.
        at_ns: Stamp of the observation that the policy was asked with [ns].
        chunk: What it decided, (K, A).
        asked_ns: Stamp of the same instant in the time of the chunk [ns].
        names: Name with unit of each number of an action, length A.
    """
    second, nanosec = divmod(int(chunk.start_ns) - asked_ns, NS_PER_S)
    return make(
        "physai_msgs/msg/ActionChunk",
        header=parts.header(make, at_ns, ""),
        start=make("builtin_interfaces/msg/Duration", sec=second, nanosec=nanosec),
        hz=int(chunk.hz),
        names=list(names),
        values=np.asarray(chunk.actions, dtype=np.float64).ravel(),
    )


def chunk_from(message: Any, *, zero_ns: int = 0) -> ActionChunk:
    """The chunk of a message that `chunk_message` made; its numbers are equal, bit by bit.

    Args:
        message: physai_msgs/ActionChunk.
        zero_ns: Stamp of the instant from which the chunk's time is to count, such as the start
            of the episode [ns].

    Raises:
        BagError: If its numbers are no whole actions, or it has no rate.
    """
    start_ns = parts.stamp_ns(message.header.stamp) + parts.stamp_ns(message.start) - zero_ns
    return chunk_of(start_ns, int(message.hz), message.values, size=len(message.names))


def chunk_of(start_ns: int, hz: int, numbers: Sequence[float], *, size: int) -> ActionChunk:
    """The chunk of actions of so many numbers each that stand one after the other.

    Raises:
        BagError: If its numbers are no whole actions, or it has no rate.
    """
    count = len(numbers)
    if hz < 1 or not size or not count or count % size:
        what, expected = "no action chunk", "a rate, and K times as many numbers as names"
        got = f"{hz} Hz, {count} numbers, {size} names"
        raise BagError(what, got=got, expected=expected)
    return ActionChunk(start_ns, hz, np.array(numbers, dtype=np.float64).reshape(-1, size))
