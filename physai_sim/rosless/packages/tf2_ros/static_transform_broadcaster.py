"""Sends transforms that hold for all times."""

from __future__ import annotations

from geometry_msgs.msg import TransformStamped
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile
from tf2_msgs.msg import TFMessage

from tf2_ros.transform_broadcaster import Transforms, as_list

__all__ = ["StaticTransformBroadcaster"]


class StaticTransformBroadcaster:
    """Publishes to `/tf_static`, latched: one message with all transforms that were sent.

    Only the last message reaches a late joiner, so each repeats what was sent before.

    Args:
        node: Gets the publisher.
        qos: Profile or depth; transient local with depth 1 by default.

    Source: docs.ros.org, package tf2_ros_py, class StaticTransformBroadcaster.
    """

    def __init__(self, node: Node, qos: QoSProfile | int | None = None) -> None:
        if qos is None:
            qos = QoSProfile(
                depth=1,
                durability=DurabilityPolicy.TRANSIENT_LOCAL,
                history=HistoryPolicy.KEEP_LAST,
            )
        self.pub_tf = node.create_publisher(TFMessage, "/tf_static", qos)
        self.net_message = TFMessage()
        self._by_child: dict[str, TransformStamped] = {}

    def sendTransform(self, transform: Transforms) -> None:  # noqa: N802 - tf2's name
        """Publish all transforms so far and these; the last one of a child frame holds."""
        for item in as_list(transform):
            self._by_child[item.child_frame_id] = item
        self.net_message.transforms = list(self._by_child.values())
        self.pub_tf.publish(self.net_message)
