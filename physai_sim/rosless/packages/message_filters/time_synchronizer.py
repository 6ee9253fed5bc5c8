"""Sets of messages with the same stamp, one from each filter."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from rclpy.time import Time

from message_filters.simple_filter import SimpleFilter

Queue = dict[int, Any]
"""Messages of one filter by stamp [ns]."""


class TimeSynchronizer(SimpleFilter):
    """Passes on sets of messages whose stamps are equal.

    Args:
        fs: The filters.
        queue_size: How many messages of each filter wait for the rest of their set.
    """

    def __init__(self, fs: Sequence[SimpleFilter], queue_size: int) -> None:
        super().__init__()
        self.queue_size = queue_size
        # Callbacks may publish what comes back here within the same thread.
        self.lock = threading.RLock()
        self.connectInput(fs)

    def connectInput(self, fs: Sequence[SimpleFilter]) -> None:  # noqa: N802
        """Take the messages of these filters; what waited is forgotten."""
        self.queues: list[Queue] = [{} for _ in fs]
        self.input_connections = [
            source.registerCallback(self.add, queue, index)
            for index, (source, queue) in enumerate(zip(fs, self.queues, strict=True))
        ]

    def add(self, msg: Any, my_queue: Queue, my_queue_index: int | None = None) -> None:
        """Take a message of one filter and pass on the sets that it completes, oldest first."""
        del my_queue_index
        with self.lock:
            stamp_ns = Time.from_msg(msg.header.stamp).nanoseconds
            self._store(msg, my_queue, stamp_ns)
            common = set.intersection(*(set(queue) for queue in self.queues))
            for complete_ns in sorted(common):
                self._pass_on([complete_ns] * len(self.queues))

    def _store(self, msg: Any, queue: Queue, stamp_ns: int) -> None:
        queue[stamp_ns] = msg
        while len(queue) > self.queue_size:
            del queue[min(queue)]

    def _pass_on(self, stamps_ns: Sequence[int]) -> None:
        """Take one message out of each queue and signal them."""
        pairs = zip(self.queues, stamps_ns, strict=True)
        self.signalMessage(*[queue.pop(stamp_ns) for queue, stamp_ns in pairs])
