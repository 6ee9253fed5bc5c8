"""Reads what is kept of frequent messages straight from their bytes, laid out as in ROS 2.

Functions raise `struct.error` or `IndexError` where the bytes are no such message.
Legend: pose = position 3 [m], quaternion xyzw 4.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from physai_sim.core.truth import Contact
from physai_sim.evaluation.ingest.cdr import Cursor

Read = Callable[[bytes], Any]
_POSE, _TWIST, _VECTOR = struct.Struct("<7d"), struct.Struct("<6d"), struct.Struct("<3d")
_DRIVE, _ONE = struct.Struct("<5f"), struct.Struct("<d")
_COVARIANCE = 36
_SCORE = 1


class Values(NamedTuple):
    """Numbers with their names, of a physai_msgs/Values."""

    names: tuple[str, ...]
    numbers: tuple[float, ...]


class Chunk(NamedTuple):
    """A physai_msgs/ActionChunk: from its observation to its first action [ns], and the rest."""

    start_ns: int
    hz: int
    names: tuple[str, ...]
    numbers: tuple[float, ...]


class Moved(NamedTuple):
    """A transform: frames, stamp [ns], and the pose of the child in the parent."""

    parent: str
    child: str
    stamp_ns: int
    pose: tuple[float, ...]


def _odometry(data: bytes) -> tuple[float, ...]:
    cursor = Cursor(data)
    cursor.header()
    cursor.skip_text()
    pose = cursor.doubles(_POSE)
    cursor.skip_doubles(_COVARIANCE)
    twist = cursor.doubles(_TWIST)
    cursor.skip_doubles(_COVARIANCE)
    return pose + twist


def _doubtful_pose(data: bytes) -> tuple[float, ...]:
    cursor = Cursor(data)
    cursor.header()
    pose = cursor.doubles(_POSE)
    cursor.skip_doubles(_COVARIANCE)
    return pose


def _stamped_pose(data: bytes) -> tuple[float, ...]:
    cursor = Cursor(data)
    cursor.header()
    return cursor.doubles(_POSE)


def _stamped_twist(data: bytes) -> tuple[float, ...]:
    cursor = Cursor(data)
    cursor.header()
    return cursor.doubles(_TWIST)


def _stamped_drive(data: bytes) -> tuple[float, ...]:
    cursor = Cursor(data)
    cursor.header()
    steering, _, speed, acceleration, _ = cursor.singles(_DRIVE)
    return steering, speed, acceleration


def _values(data: bytes) -> Values:
    cursor = Cursor(data)
    cursor.header()
    names = tuple(cursor.text() for _ in range(cursor.count()))
    return Values(names, cursor.floats())


def _chunk(data: bytes) -> Chunk:
    cursor = Cursor(data)
    cursor.header()
    start_ns, hz = cursor.stamp(), cursor.count()
    names = tuple(cursor.text() for _ in range(cursor.count()))
    return Chunk(start_ns, hz, names, cursor.floats())


def _bodies(data: bytes) -> dict[str, tuple[float, ...]]:
    cursor, found = Cursor(data), {}
    cursor.header()
    for _ in range(cursor.count()):
        cursor.header()
        for _ in range(cursor.count()):
            cursor.skip_text()
            cursor.skip_doubles(_SCORE + _POSE.size // 8 + _COVARIANCE)
        pose = cursor.doubles(_POSE)
        cursor.doubles(_VECTOR)
        found[cursor.text()] = pose
    return found


def _transforms(data: bytes) -> list[Moved]:
    cursor, found = Cursor(data), []
    for _ in range(cursor.count()):
        stamp_ns, parent, child = cursor.stamp(), cursor.text(), cursor.text()
        found.append(Moved(parent, child, stamp_ns, cursor.doubles(_POSE)))
    return found


def _contacts(data: bytes) -> tuple[Contact, ...]:
    cursor = Cursor(data)
    cursor.header()
    return tuple(_contact(cursor) for _ in range(cursor.count()))


def _contact(cursor: Cursor) -> Contact:
    (body_a, link_a), (body_b, link_b) = _entity(cursor), _entity(cursor)
    position, normal = _first(cursor, _VECTOR), _first(cursor, _VECTOR)
    depth = cursor.floats()[0]
    forces = [_force(cursor) for _ in range(cursor.count())]
    force = sum(number * number for number in forces[0]) ** 0.5
    return Contact(body_a, link_a, body_b, link_b, position, normal, depth, force)


def _entity(cursor: Cursor) -> tuple[str, str]:
    cursor.skip(8)
    body, _, link = cursor.text().partition("/")
    cursor.skip(1)
    return sys.intern(body), sys.intern(link)


def _first(cursor: Cursor, layout: struct.Struct) -> tuple[float, float, float]:
    found = [cursor.doubles(layout) for _ in range(cursor.count())]
    x, y, z = found[0]
    return x, y, z


def _force(cursor: Cursor) -> tuple[float, ...]:
    """Of a JointWrench: the force on the first body."""
    cursor.header()
    for _ in range(2):
        cursor.skip_text()
        cursor.skip(4)
    force = cursor.doubles(_TWIST)[:3]
    cursor.doubles(_TWIST)
    return force


def _number(data: bytes) -> tuple[float, ...]:
    return Cursor(data).doubles(_ONE)


FAST: dict[str, Read] = {
    "nav_msgs/msg/Odometry": _odometry,
    "geometry_msgs/msg/PoseStamped": _stamped_pose,
    "geometry_msgs/msg/PoseWithCovarianceStamped": _doubtful_pose,
    "geometry_msgs/msg/Twist": lambda data: Cursor(data).doubles(_TWIST),
    "geometry_msgs/msg/TwistStamped": _stamped_twist,
    "ackermann_msgs/msg/AckermannDriveStamped": _stamped_drive,
    "physai_msgs/msg/Values": _values,
    "physai_msgs/msg/ActionChunk": _chunk,
    "vision_msgs/msg/Detection3DArray": _bodies,
    "tf2_msgs/msg/TFMessage": _transforms,
    "ros_gz_interfaces/msg/Contacts": _contacts,
    "std_msgs/msg/Float64": _number,
    "std_msgs/msg/Bool": lambda data: (float(data[4]),),
}
"""Type name to the function; not all types of `decoding.PLAIN` are frequent."""
