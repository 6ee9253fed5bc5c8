"""The buffer of transforms that tf2 offers to Python as `tf2_py.BufferCore`."""

from __future__ import annotations

import threading
from typing import Any

from geometry_msgs.msg import TransformStamped
from rclpy.logging import get_logger
from rclpy.time import Time

from tf2_py import _checks
from tf2_py._cache import DEFAULT_KEPT_NS, Link
from tf2_py._exceptions import (
    ConnectivityException,
    LookupException,
    TransformException,
)
from tf2_py._frame_tree import FrameTree
from tf2_py._message import Content, content_of, message_of
from tf2_py._report import frames_as_yaml
from tf2_py._rigid import Rigid, normalized
from tf2_py._stamp import nanoseconds_of, shown

_LOGGER = "tf2_buffer"


class BufferCore:
    """Transforms between frames over the last seconds, safe to use from several threads.

    Args:
        cache_time: How long data is kept, behind the newest of the same frame (10 s).

    Source: docs.ros.org, package tf2, class BufferCore.
    """

    def __init__(self, cache_time: Any = None) -> None:
        kept = DEFAULT_KEPT_NS if cache_time is None else nanoseconds_of(cache_time, "duration")
        self._tree = FrameTree(kept)
        self._authorities: dict[str, str] = {}
        self._late: set[tuple[str, str]] = set()
        self._tree_lock = threading.RLock()

    def set_transform(self, transform: TransformStamped, authority: str) -> None:
        """Add a transform at its stamp; one that is invalid is logged and ignored."""
        self._set(transform, authority, is_static=False)

    def set_transform_static(self, transform: TransformStamped, authority: str) -> None:
        """Add a transform that holds for all times."""
        self._set(transform, authority, is_static=True)

    def lookup_transform_core(
        self, target_frame: str, source_frame: str, time: Any
    ) -> TransformStamped:
        """The transform of data in `source_frame` into `target_frame` at a time (0: the latest).

        Raises:
            TransformException: One of its kinds, saying what is missing.
        """
        stamp_ns = nanoseconds_of(time)
        with self._tree_lock:
            rigid, found_ns = self._lookup(target_frame, source_frame, stamp_ns)
        return message_of(rigid, found_ns, target_frame, source_frame)

    def lookup_transform_full_core(
        self,
        target_frame: str,
        target_time: Any,
        source_frame: str,
        source_time: Any,
        fixed_frame: str,
    ) -> TransformStamped:
        """From a frame at one time to a frame at another, through one that stands still meanwhile.

        Raises:
            TransformException: One of its kinds, saying what is missing.
        """
        target_ns, source_ns = nanoseconds_of(target_time), nanoseconds_of(source_time)
        names = {
            "target_frame": target_frame,
            "source_frame": source_frame,
            "fixed_frame": fixed_frame,
        }
        with self._tree_lock:
            for argument, frame in names.items():
                self._check_known(frame, f"lookupTransform argument {argument}")
            inner, _ = self._lookup(fixed_frame, source_frame, source_ns)
            outer, found_ns = self._lookup(target_frame, fixed_frame, target_ns)
        return message_of(outer.after(inner), found_ns, target_frame, source_frame)

    def can_transform_core(
        self, target_frame: str, source_frame: str, time: Any
    ) -> tuple[bool, str]:
        """Whether `lookup_transform_core` would succeed, and why not."""
        nanoseconds_of(time)
        try:
            self.lookup_transform_core(target_frame, source_frame, time)
        except TransformException as error:
            return False, str(error)
        return True, ""

    def can_transform_full_core(
        self,
        target_frame: str,
        target_time: Any,
        source_frame: str,
        source_time: Any,
        fixed_frame: str,
    ) -> tuple[bool, str]:
        """Whether `lookup_transform_full_core` would succeed, and why not."""
        try:
            self.lookup_transform_full_core(
                target_frame, target_time, source_frame, source_time, fixed_frame
            )
        except TransformException as error:
            return False, str(error)
        return True, ""

    def get_latest_common_time(self, target_frame: str, source_frame: str) -> Time:
        """The newest time for which both frames can be transformed; zero if that is any time.

        Raises:
            TransformException: If a frame is unknown or they are not connected.
        """
        with self._tree_lock:
            for frame in (target_frame, source_frame):
                self._check_known(frame, "get_latest_common_time")
            try:
                stamp_ns = self._tree.latest_common_time(target_frame, source_frame)
            except ConnectivityException as error:
                raise TransformException(str(error)) from None
        return Time(nanoseconds=stamp_ns)

    def all_frames_as_yaml(self) -> str:
        """Parent, broadcaster, rate and ages of each frame as a YAML document."""
        with self._tree_lock:
            return frames_as_yaml(self._tree.caches, self._authorities)

    def all_frames_as_string(self) -> str:
        """One sentence for each frame with a parent."""
        with self._tree_lock:
            return self._tree.text()

    def clear(self) -> None:
        """Forget all transforms that depend on time; static ones stay."""
        with self._tree_lock:
            self._tree.clear()
            self._late.clear()

    def _frameExists(self, frame_id: str) -> bool:  # noqa: N802 - tf2's name
        with self._tree_lock:
            return frame_id in self._tree.caches

    def _getFrameStrings(self) -> list[str]:  # noqa: N802 - tf2's name
        with self._tree_lock:
            return list(self._tree.caches)

    def _lookup(self, target: str, source: str, stamp_ns: int) -> tuple[Rigid, int]:
        if target != source:
            self._check_known(target, "lookupTransform argument target_frame")
            self._check_known(source, "lookupTransform argument source_frame")
        return self._tree.lookup(target, source, stamp_ns)

    def _check_known(self, frame: str, what: str) -> None:
        _checks.check_frame_id(frame, what)
        if frame not in self._tree.caches:
            raise LookupException(f'"{frame}" passed to {what} does not exist. ')

    def _set(self, message: TransformStamped, authority: str, *, is_static: bool) -> None:
        content = content_of(message)
        found = list(_checks.faults(content, authority))
        for fault in found:
            get_logger(_LOGGER).error(fault)
        if found:
            return
        rigid = Rigid(content.translation, normalized(content.rotation))
        link = Link(content.parent, rigid)
        with self._tree_lock:
            kept = self._tree.insert(content.child, content.stamp_ns, link, is_static=is_static)
            if kept:
                self._authorities[content.child] = authority
        if not kept:
            self._warn_of_old_data(content, authority)

    def _warn_of_old_data(self, content: Content, authority: str) -> None:
        """Once for a frame and its source: an endless stream of old data would flood the log."""
        if (content.child, authority) in self._late:
            return
        self._late.add((content.child, authority))
        get_logger(_LOGGER).warning(
            f"TF_OLD_DATA ignoring data from the past for frame {content.child} at time "
            f"{shown(content.stamp_ns)} according to authority {authority}; more of it will be "
            "ignored without a word"
        )
