"""Small pieces that many messages share: stamps, headers, poses, vectors.

Everything is made through a `Make`, so that one conversion serves bags and live ROS.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from physai_sim.core.geometry import Pose
from physai_sim.core.timing import NS_PER_S


class Make(Protocol):
    """Makes a message of a type from fields given by name; others get their defaults."""

    def __call__(self, type_name: str, **fields: object) -> Any:
        """The message."""


def stamp(make: Make, stamp_ns: int) -> Any:
    """builtin_interfaces/Time of a stamp in nanoseconds."""
    sec, nanosec = divmod(stamp_ns, NS_PER_S)
    return make("builtin_interfaces/msg/Time", sec=sec, nanosec=nanosec)


def stamp_ns(time: Any) -> int:
    """Nanoseconds of a builtin_interfaces/Time."""
    return int(time.sec) * NS_PER_S + int(time.nanosec)


def header(make: Make, at_ns: int, frame: str) -> Any:
    """std_msgs/Header."""
    return make("std_msgs/msg/Header", stamp=stamp(make, at_ns), frame_id=frame)


def vector(make: Make, xyz: Sequence[float]) -> Any:
    """geometry_msgs/Vector3."""
    x, y, z = (float(value) for value in xyz)
    return make("geometry_msgs/msg/Vector3", x=x, y=y, z=z)


def quaternion(make: Make, xyzw: Sequence[float]) -> Any:
    """geometry_msgs/Quaternion."""
    x, y, z, w = (float(value) for value in xyzw)
    return make("geometry_msgs/msg/Quaternion", x=x, y=y, z=z, w=w)


def pose(make: Make, value: Pose) -> Any:
    """geometry_msgs/Pose."""
    x, y, z = value.position_m
    point = make("geometry_msgs/msg/Point", x=float(x), y=float(y), z=float(z))
    turn = quaternion(make, value.rotation_xyzw)
    return make("geometry_msgs/msg/Pose", position=point, orientation=turn)


def pose_from(message: Any) -> Pose:
    """Pose of a geometry_msgs/Pose."""
    p, q = message.position, message.orientation
    return Pose((p.x, p.y, p.z), (q.x, q.y, q.z, q.w))


def xyz(message: Any) -> tuple[float, float, float]:
    """Numbers of a Vector3 or Point."""
    return (float(message.x), float(message.y), float(message.z))


def twist(make: Make, linear: Sequence[float], angular: Sequence[float]) -> Any:
    """geometry_msgs/Twist."""
    return make(
        "geometry_msgs/msg/Twist", linear=vector(make, linear), angular=vector(make, angular)
    )


def transform(make: Make, at_ns: int, value: Pose, *, parent: str, child: str) -> Any:
    """geometry_msgs/TransformStamped of `pose_child_in_parent`."""
    return make(
        "geometry_msgs/msg/TransformStamped",
        header=header(make, at_ns, parent),
        child_frame_id=child,
        transform=make(
            "geometry_msgs/msg/Transform",
            translation=vector(make, value.position_m),
            rotation=quaternion(make, value.rotation_xyzw),
        ),
    )


def odometry(make: Make, at_ns: int, value: Sequence[float], *, parent: str, child: str) -> Any:
    """nav_msgs/Odometry of position, quaternion xyzw and the twist in the child frame, (13,)."""
    numbers = [float(number) for number in value]
    x, y, z, qx, qy, qz, qw = numbers[:7]
    here = pose(make, Pose((x, y, z), (qx, qy, qz, qw)))
    moving = twist(make, numbers[7:10], numbers[10:13])
    return make(
        "nav_msgs/msg/Odometry",
        header=header(make, at_ns, parent),
        child_frame_id=child,
        pose=make("geometry_msgs/msg/PoseWithCovariance", pose=here),
        twist=make("geometry_msgs/msg/TwistWithCovariance", twist=moving),
    )


def odometry_numbers(message: Any) -> list[float]:
    """The 13 numbers of a nav_msgs/Odometry; see `odometry`."""
    here, moving = message.pose.pose, message.twist.twist
    return [*pose_from(here).numbers, *xyz(moving.linear), *xyz(moving.angular)]


def values(
    make: Make, at_ns: int, numbers: Sequence[float], *, names: Sequence[str], frame: str = ""
) -> Any:
    """physai_msgs/Values: numbers with their names and a stamp."""
    return make(
        "physai_msgs/msg/Values",
        header=header(make, at_ns, frame),
        names=list(names),
        values=[float(number) for number in numbers],
    )
