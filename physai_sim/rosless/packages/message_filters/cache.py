"""The last messages, to be asked for by time."""

from __future__ import annotations

from typing import Any

from rclpy.time import Time

from message_filters._stamps import stamp_of
from message_filters.simple_filter import SimpleFilter


class Cache(SimpleFilter):
    """Keeps the last messages of a filter and passes them on.

    Args:
        f: The filter before this one.
        cache_size: How many messages are kept.
        allow_headerless: Give messages without a header the time of their arrival.
    """

    def __init__(
        self,
        f: SimpleFilter,
        cache_size: int = 1,
        allow_headerless: bool = False,
    ) -> None:
        super().__init__()
        self.cache_size = cache_size
        self.allow_headerless = allow_headerless
        self.cache_msgs: list[Any] = []
        self.cache_times: list[Time] = []
        self.connectInput(f)

    def connectInput(self, f: SimpleFilter) -> None:  # noqa: N802 - message_filters' name
        """Take the messages of a filter."""
        self.incoming_connection = f.registerCallback(self.add)

    def add(self, msg: Any) -> None:
        """Keep a message, drop the oldest beyond the size, and pass it on."""
        stamp = stamp_of(msg, "message_filters_cache", allow_headerless=self.allow_headerless)
        if stamp is None:
            return
        self.cache_times.append(stamp)
        self.cache_msgs.append(msg)
        if len(self.cache_msgs) > self.cache_size:
            del self.cache_msgs[0], self.cache_times[0]
        self.signalMessage(msg)

    def getInterval(self, from_stamp: Time, to_stamp: Time) -> list[Any]:  # noqa: N802
        """The messages from one time to another, both included.

        Raises:
            AssertionError: If the interval ends before it begins.
        """
        if from_stamp > to_stamp:
            raise AssertionError(f"the interval ends before it begins: {from_stamp} > {to_stamp}")
        pairs = zip(self.cache_msgs, self.cache_times, strict=True)
        return [msg for msg, time in pairs if from_stamp <= time <= to_stamp]

    def getElemAfterTime(self, stamp: Time) -> Any:  # noqa: N802
        """The first message that is not older than a time; None if there is none."""
        pairs = zip(self.cache_msgs, self.cache_times, strict=True)
        return next((msg for msg, time in pairs if time >= stamp), None)

    def getElemBeforeTime(self, stamp: Time) -> Any:  # noqa: N802
        """The last message that is not newer than a time; None if there is none."""
        pairs = zip(reversed(self.cache_msgs), reversed(self.cache_times), strict=True)
        return next((msg for msg, time in pairs if time <= stamp), None)

    def getLastestTime(self) -> Time | None:  # noqa: N802 - spelt as programs call it
        """The stamp of the last message; None if there is none."""
        return self.cache_times[-1] if self.cache_times else None

    def getLatestTime(self) -> Time | None:  # noqa: N802
        """The stamp of the last message; None if there is none."""
        return self.getLastestTime()

    def getOldestTime(self) -> Time | None:  # noqa: N802
        """The stamp of the first message that is kept; None if there is none."""
        return self.cache_times[0] if self.cache_times else None

    def getLast(self) -> Any:  # noqa: N802
        """The last message; None if there is none."""
        latest = self.getLastestTime()
        return None if latest is None else self.getElemAfterTime(latest)
