"""What is kept of each message, read straight from its bytes or from the decoded message.

Decoding costs a hundred times what reading a few numbers does. So each type has a plain way,
which serves all layouts, and the frequent ones a fast way for ROS 2's own layout; both agree.

Legend: pose = position 3 [m], quaternion xyzw 4.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_file_streams import StreamTopic
from physai_sim.datasets.bag_types import decode_message, is_ours, one_line
from physai_sim.evaluation.ingest.cdr import is_little_endian
from physai_sim.evaluation.ingest.fast_decoding import FAST, Chunk, Moved, Read, Values
from physai_sim.messages import parts, truth


def _numbers_of(pose: Any) -> tuple[float, ...]:
    return parts.pose_from(pose).numbers


def _twist_of(twist: Any) -> tuple[float, ...]:
    return (*parts.xyz(twist.linear), *parts.xyz(twist.angular))


def _drive_of(drive: Any) -> tuple[float, ...]:
    told = drive.steering_angle, drive.speed, drive.acceleration
    return tuple(float(number) for number in told)


def _moved_of(item: Any) -> Moved:
    place, turn = item.transform.translation, item.transform.rotation
    pose = (*parts.xyz(place), *(float(n) for n in (turn.x, turn.y, turn.z, turn.w)))
    stamp_ns = parts.stamp_ns(item.header.stamp)
    return Moved(item.header.frame_id, item.child_frame_id, stamp_ns, pose)


PLAIN: dict[str, Callable[[Any], Any]] = {
    "nav_msgs/msg/Odometry": lambda m: tuple(parts.odometry_numbers(m)),
    "geometry_msgs/msg/PoseStamped": lambda m: _numbers_of(m.pose),
    "geometry_msgs/msg/PoseWithCovarianceStamped": lambda m: _numbers_of(m.pose.pose),
    "geometry_msgs/msg/Twist": _twist_of,
    "geometry_msgs/msg/TwistStamped": lambda m: _twist_of(m.twist),
    "ackermann_msgs/msg/AckermannDrive": _drive_of,
    "ackermann_msgs/msg/AckermannDriveStamped": lambda m: _drive_of(m.drive),
    "physai_msgs/msg/Values": lambda m: Values(tuple(m.names), tuple(float(v) for v in m.values)),
    "physai_msgs/msg/ActionChunk": lambda m: Chunk(
        parts.stamp_ns(m.start), int(m.hz), tuple(m.names), tuple(float(v) for v in m.values)
    ),
    "vision_msgs/msg/Detection3DArray": lambda m: {
        item.id: _numbers_of(item.bbox.center) for item in m.detections
    },
    "tf2_msgs/msg/TFMessage": lambda m: [_moved_of(item) for item in m.transforms],
    "std_msgs/msg/Float64": lambda m: (float(m.data),),
    "std_msgs/msg/Bool": lambda m: (float(m.data),),
    "ros_gz_interfaces/msg/Contacts": truth.contacts_from,
}
"""Type name to what is kept of a decoded message; other types are kept as they are decoded."""

# How many numbers a message gives, of the types that always give as many.
WIDTHS = {
    "nav_msgs/msg/Odometry": 13,
    "geometry_msgs/msg/PoseStamped": 7,
    "geometry_msgs/msg/PoseWithCovarianceStamped": 7,
    "geometry_msgs/msg/Twist": 6,
    "geometry_msgs/msg/TwistStamped": 6,
    "ackermann_msgs/msg/AckermannDrive": 3,
    "ackermann_msgs/msg/AckermannDriveStamped": 3,
    "std_msgs/msg/Float64": 1,
    "std_msgs/msg/Bool": 1,
}


def reader_of(topic: StreamTopic) -> Read:
    """What turns a message of a topic into what is kept of it.

    Returns:
        A function of the bytes; it raises `BagError` where they are no such message.
    """
    plain = partial(_plainly, topic, PLAIN.get(topic.type_name, _as_it_is))
    fast = FAST.get(topic.type_name)
    if fast is None or not is_ours(topic.type_name, topic.definition):
        return plain
    return partial(_fast, fast, plain)


def _plainly(topic: StreamTopic, keep: Callable[[Any], Any], data: bytes) -> Any:
    message = decode_message(data, topic.type_name, topic.definition)
    try:
        return keep(message)
    except (AttributeError, LookupError, TypeError, ValueError, OverflowError) as error:
        what = f"a message cannot be read: {one_line(error)}"
        raise BagError(what, where=one_line(topic.type_name)) from None


def _fast(fast: Read, plain: Read, data: bytes) -> Any:
    if is_little_endian(data):
        # What does not fit is read plainly, which says what is wrong with it.
        with suppress(struct.error, IndexError):
            return fast(data)
    return plain(data)


def _as_it_is(message: Any) -> Any:
    return message
