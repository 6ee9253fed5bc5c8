"""Sets of messages with nearly the same stamp, one from each filter."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from rclpy.duration import Duration

from message_filters._stamps import stamp_of
from message_filters.simple_filter import SimpleFilter
from message_filters.time_synchronizer import Queue, TimeSynchronizer


class ApproximateTimeSynchronizer(TimeSynchronizer):
    """Passes on sets of messages whose stamps lie within a slop.

    Args:
        fs: The filters.
        queue_size: How many messages of each filter wait for the rest of their set.
        slop: The stamps of a set differ by less than this [s].
        allow_headerless: Give messages without a header the time of their arrival.
    """

    def __init__(
        self,
        fs: Sequence[SimpleFilter],
        queue_size: int,
        slop: float,
        allow_headerless: bool = False,
    ) -> None:
        self.slop = Duration(seconds=slop)
        self.allow_headerless = allow_headerless
        super().__init__(fs, queue_size)

    def add(self, msg: Any, my_queue: Queue, my_queue_index: int | None = None) -> None:
        """Take a message of one filter and pass on the set that it completes, if it does."""
        allowed = self.allow_headerless
        stamp = stamp_of(msg, "message_filters_approx", allow_headerless=allowed)
        if stamp is None:
            return
        with self.lock:
            self._store(msg, my_queue, stamp.nanoseconds)
            for stamps_ns in self._sets(stamp.nanoseconds, my_queue_index):
                if self._is_set(stamps_ns):
                    self._pass_on(stamps_ns)
                    break

    def _sets(self, stamp_ns: int, mine: int | None) -> Iterator[tuple[int, ...]]:
        """Candidates with the new message, those nearest to it first."""
        slop_ns = self.slop.nanoseconds
        choices = []
        for index, queue in enumerate(self.queues):
            if index == mine:
                choices.append([stamp_ns])
                continue
            near = (other for other in queue if abs(other - stamp_ns) <= slop_ns)
            choices.append(sorted(near, key=lambda other: abs(other - stamp_ns)))
        return itertools.product(*choices)

    def _is_set(self, stamps_ns: Sequence[int]) -> bool:
        pairs = zip(self.queues, stamps_ns, strict=True)
        spread_ns = max(stamps_ns) - min(stamps_ns)
        return spread_ns < self.slop.nanoseconds and all(ns in queue for queue, ns in pairs)
