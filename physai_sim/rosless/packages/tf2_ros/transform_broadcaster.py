"""Sends transforms that change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from geometry_msgs.msg import TransformStamped
from rclpy.node import Node
from rclpy.qos import QoSProfile
from tf2_msgs.msg import TFMessage

__all__ = ["TransformBroadcaster"]

Transforms: TypeAlias = TransformStamped | Iterable[TransformStamped]


def as_list(transform: Transforms) -> list[TransformStamped]:
    """One transform or several, as a list."""
    return list(transform) if isinstance(transform, Iterable) else [transform]


class TransformBroadcaster:
    """Publishes to `/tf`.

    Args:
        node: Gets the publisher.
        qos: Profile or depth; 100 messages by default.

    Source: docs.ros.org, package tf2_ros_py, class TransformBroadcaster.
    """

    def __init__(self, node: Node, qos: QoSProfile | int | None = None) -> None:
        self.pub_tf = node.create_publisher(
            TFMessage, "/tf", QoSProfile(depth=100) if qos is None else qos
        )

    def sendTransform(self, transform: Transforms) -> None:  # noqa: N802 - tf2's name
        """Publish one transform or several in one message."""
        self.pub_tf.publish(TFMessage(transforms=as_list(transform)))
