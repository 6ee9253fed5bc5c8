"""What is known of one frame: its transform to its parent over time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple, Protocol

from tf2_py._exceptions import ExtrapolationException
from tf2_py._rigid import Rigid
from tf2_py._stamp import NS_PER_S, shown

LATEST = 0  # a time of zero asks for the latest data


class Link(NamedTuple):
    """A frame's parent and the transform from the frame to it."""

    parent: str
    rigid: Rigid


class Cache(Protocol):
    """The data of one frame."""

    def insert(self, stamp_ns: int, link: Link) -> bool:
        """Add data; False if it is older than what is kept."""

    def at(self, stamp_ns: int) -> Link:
        """Parent and transform at a time [ns]; raises ExtrapolationException."""

    def latest(self) -> tuple[int, str] | None:
        """Stamp [ns] and parent of the newest data; None if there is none."""

    def span(self) -> tuple[int, int, int]:
        """Oldest and newest stamp [ns] and the number of entries."""

    def clear(self) -> None:
        """Forget what depends on time."""


class StaticCache:
    """A transform that holds for all times; its stamp is zero, so that it dates no lookup."""

    def __init__(self) -> None:
        self._link = Link("", Rigid())

    def insert(self, stamp_ns: int, link: Link) -> bool:
        """Replace the transform."""
        del stamp_ns
        self._link = link
        return True

    def at(self, stamp_ns: int) -> Link:
        """The transform, whatever the time."""
        del stamp_ns
        return self._link

    def latest(self) -> tuple[int, str] | None:
        """Stamp zero, and the parent."""
        return 0, self._link.parent

    def span(self) -> tuple[int, int, int]:
        """One entry at time zero."""
        return 0, 0, 1

    def clear(self) -> None:
        """Nothing to forget: it does not depend on time."""


class TimeCache:
    """Transforms of the last seconds, sorted by stamp."""

    def __init__(self, kept_ns: int) -> None:
        self._kept_ns = kept_ns
        self._stamps: list[int] = []
        self._links: list[Link] = []

    def insert(self, stamp_ns: int, link: Link) -> bool:
        """Add data in its place and drop what is older than the newest by more than is kept."""
        newest = self._stamps[-1] if self._stamps else stamp_ns
        oldest_kept = newest - self._kept_ns
        drop = bisect_left(self._stamps, oldest_kept)
        del self._stamps[:drop], self._links[:drop]
        if stamp_ns < oldest_kept:
            return False
        place = bisect_right(self._stamps, stamp_ns)
        same = bisect_left(self._stamps, stamp_ns)
        if link not in self._links[same:place]:
            self._stamps.insert(place, stamp_ns)
            self._links.insert(place, link)
        return True

    def at(self, stamp_ns: int) -> Link:
        """The transform at a time, interpolated; across a change of parent the older one.

        Raises:
            ExtrapolationException: If the time is not within what is stored.
        """
        if not self._stamps:
            raise ExtrapolationException(_only_one(stamp_ns, 0))
        if stamp_ns == LATEST:
            return self._links[-1]
        before = bisect_right(self._stamps, stamp_ns) - 1
        if before >= 0 and self._stamps[before] == stamp_ns:
            return self._links[before]
        if before < 0 or before == len(self._stamps) - 1:
            raise ExtrapolationException(self._out_of_span(stamp_ns))
        return self._between(before, stamp_ns)

    def _between(self, before: int, stamp_ns: int) -> Link:
        older, newer = self._links[before], self._links[before + 1]
        if older.parent != newer.parent:
            return older
        start, end = self._stamps[before], self._stamps[before + 1]
        share = (stamp_ns - start) / (end - start)
        return Link(older.parent, older.rigid.towards(newer.rigid, share))

    def _out_of_span(self, stamp_ns: int) -> str:
        if len(self._stamps) == 1:
            return _only_one(stamp_ns, self._stamps[0])
        if stamp_ns > self._stamps[-1]:
            where, which, limit = "future", "latest", self._stamps[-1]
        else:
            where, which, limit = "past", "earliest", self._stamps[0]
        return (
            f"Lookup would require extrapolation into the {where}.  Requested time "
            f"{shown(stamp_ns)} but the {which} data is at time {shown(limit)}"
        )

    def latest(self) -> tuple[int, str] | None:
        """Stamp and parent of the newest data."""
        return (self._stamps[-1], self._links[-1].parent) if self._stamps else None

    def span(self) -> tuple[int, int, int]:
        """Oldest and newest stamp and the number of entries; zeros when there are none."""
        if not self._stamps:
            return 0, 0, 0
        return self._stamps[0], self._stamps[-1], len(self._stamps)

    def clear(self) -> None:
        """Forget everything."""
        self._stamps.clear()
        self._links.clear()


def _only_one(stamp_ns: int, known_ns: int) -> str:
    return (
        f"Lookup would require extrapolation at time {shown(stamp_ns)}, but only time "
        f"{shown(known_ns)} is in the buffer"
    )


DEFAULT_KEPT_NS = 10 * NS_PER_S
