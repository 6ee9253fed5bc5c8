"""The frames that are known, as a tree, and the transform between two of them.

Source: the tf2 design page of ROS 2 (docs.ros.org, "About tf2") and REP-105: each frame has one
parent at a time, and a lookup goes through the first frame that both frames lie under.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

from tf2_py._cache import LATEST, Cache, Link, StaticCache, TimeCache
from tf2_py._exceptions import (
    ConnectivityException,
    ExtrapolationException,
    LookupException,
)
from tf2_py._rigid import Rigid

_NEVER = sys.maxsize  # later than any stamp: the latest common time of frames that are all static


class _Climb(NamedTuple):
    """A walk from a frame towards the root: transform to `top`, and why it ended there."""

    rigid: Rigid
    top: str
    error: ExtrapolationException | None


class FrameTree:
    """Caches of frames by name; a frame that is only a parent has none."""

    def __init__(self, kept_ns: int) -> None:
        self._kept_ns = kept_ns
        self.caches: dict[str, Cache | None] = {}

    def insert(self, frame: str, stamp_ns: int, link: Link, *, is_static: bool) -> bool:
        """Add data of a frame; False if it is too old to be kept.

        A frame that changes between static and moving loses what was known of it.
        """
        cache = self.caches.get(frame)
        if cache is None or isinstance(cache, StaticCache) != is_static:
            cache = StaticCache() if is_static else TimeCache(self._kept_ns)
            self.caches[frame] = cache
        self.caches.setdefault(link.parent, None)
        return cache.insert(stamp_ns, link)

    def clear(self) -> None:
        """Forget what depends on time; names and static transforms stay."""
        for cache in self.caches.values():
            if cache is not None:
                cache.clear()

    def lookup(self, target: str, source: str, stamp_ns: int) -> tuple[Rigid, int]:
        """The transform from `source` to `target` and its stamp [ns].

        Raises:
            LookupException: If frames form a loop.
            ConnectivityException: If the frames are in different trees.
            ExtrapolationException: If there is no data around the stamp.
        """
        if stamp_ns == LATEST:
            stamp_ns = self.latest_common_time(target, source)
        if target == source:
            return Rigid(), stamp_ns
        up = self._climb(source, (target,), stamp_ns)
        if up.top == target:
            return up.rigid, stamp_ns
        down = self._climb(target, (source, up.top), stamp_ns)
        if down.top == source:
            return down.rigid.inverse(), stamp_ns
        if down.top == up.top:
            return down.rigid.inverse().after(up.rigid), stamp_ns
        error = down.error or up.error
        if error is None:
            raise _unconnected(target, source)
        looked_up = f", when looking up transform from frame [{source}] to frame [{target}]"
        raise ExtrapolationException(f"{error}{looked_up}")

    def latest_common_time(self, target: str, source: str) -> int:
        """The newest stamp [ns] for which the whole way has data; 0 if it is static.

        Raises:
            LookupException: If frames form a loop.
            ConnectivityException: If the frames are in different trees.
        """
        if target == source:
            latest = self._latest(source)
            return latest[0] if latest else 0
        # Newest time for which the way from the source up to each of its ancestors is known.
        reached = {source: _NEVER}
        for frame, stamp_ns in self._ancestors(source):
            reached[frame] = stamp_ns
            if frame == target:
                break
        common = reached.get(target)
        if common is None:
            meeting = next((up for up in self._ancestors(target) if up[0] in reached), None)
            if meeting is None:
                raise _unconnected(target, source)
            common = min(meeting[1], reached[meeting[0]])
        return 0 if common == _NEVER else common

    def text(self) -> str:
        """One sentence for each frame that has a parent."""
        lines = [
            f"Frame {frame} exists with parent {(cache.latest() or (0, 'NO_PARENT'))[1]}.\n"
            for frame, cache in self.caches.items()
            if cache is not None
        ]
        return "".join(lines)

    def _latest(self, frame: str) -> tuple[int, str] | None:
        cache = self.caches.get(frame)
        return None if cache is None else cache.latest()

    def _ancestors(self, frame: str) -> Iterator[tuple[str, int]]:
        """Ancestors by the newest data, each with the newest time of the way up to it [ns]."""
        seen, stamp_ns = {frame}, _NEVER
        while (latest := self._latest(frame)) is not None:
            frame = latest[1]
            if frame in seen:
                raise self._loop()
            seen.add(frame)
            stamp_ns = min(stamp_ns, latest[0] or _NEVER)
            yield frame, stamp_ns

    def _climb(self, frame: str, ends: tuple[str, ...], stamp_ns: int) -> _Climb:
        rigid = Rigid()
        for _ in range(len(self.caches) + 1):
            cache = self.caches.get(frame)
            if frame in ends or cache is None:
                return _Climb(rigid, frame, None)
            try:
                link = cache.at(stamp_ns)
            except ExtrapolationException as error:
                return _Climb(rigid, frame, error)
            rigid = link.rigid.after(rigid)
            frame = link.parent
        raise self._loop()

    def _loop(self) -> LookupException:
        what = "The tf tree is invalid because it contains a loop.\n"
        return LookupException(f"{what}{self.text()}\n")


def _unconnected(target: str, source: str) -> ConnectivityException:
    return ConnectivityException(
        f"Could not find a connection between '{target}' and '{source}' because they are not part "
        "of the same tree. Tf has two or more unconnected trees."
    )
