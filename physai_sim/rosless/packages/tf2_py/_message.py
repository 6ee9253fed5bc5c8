"""TransformStamped <-> plain numbers."""

from __future__ import annotations

from typing import NamedTuple

from geometry_msgs.msg import TransformStamped

from tf2_py._rigid import Quaternion, Rigid, Vector, canonical
from tf2_py._stamp import NS_PER_S, nanoseconds_of


class Content(NamedTuple):
    """What a TransformStamped says, unchecked; frame ids without the slash of older programs."""

    parent: str
    child: str
    stamp_ns: int
    translation: Vector
    rotation: Quaternion


def content_of(message: TransformStamped) -> Content:
    """The content of a message."""
    moved, turned = message.transform.translation, message.transform.rotation
    return Content(
        parent=message.header.frame_id.removeprefix("/"),
        child=message.child_frame_id.removeprefix("/"),
        stamp_ns=nanoseconds_of(message.header.stamp),
        translation=(moved.x, moved.y, moved.z),
        rotation=(turned.x, turned.y, turned.z, turned.w),
    )


def message_of(rigid: Rigid, stamp_ns: int, target: str, source: str) -> TransformStamped:
    """The message of a transform from `source` to `target`."""
    message = TransformStamped()
    message.header.frame_id = target
    message.header.stamp.sec, message.header.stamp.nanosec = divmod(stamp_ns, NS_PER_S)
    message.child_frame_id = source
    moved, turned = message.transform.translation, message.transform.rotation
    moved.x, moved.y, moved.z = rigid.translation
    turned.x, turned.y, turned.z, turned.w = canonical(rigid.rotation)
    return message
