"""Fills a buffer from `/tf` and `/tf_static`."""

from __future__ import annotations

from threading import Thread, current_thread

from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.executors import (
    ExternalShutdownException,
    ShutdownException,
    SingleThreadedExecutor,
)
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile
from tf2_msgs.msg import TFMessage

from tf2_ros.buffer import Buffer

__all__ = ["TransformListener"]

DEFAULT_TF_TOPIC = "/tf"
DEFAULT_STATIC_TF_TOPIC = "/tf_static"
_AUTHORITY = "default_authority"  # DDS does not tell a callback who published


class TransformListener:
    """Subscribes to transforms for as long as it lives.

    Args:
        buffer: Gets the transforms.
        node: Gets the subscriptions, in a callback group of their own, so that a callback that
            waits for a transform does not keep it from coming.
        spin_thread: Spin the node in a thread of the listener.
        qos: Profile or depth for `/tf`; 100 messages by default.
        static_qos: Profile or depth for `/tf_static`; transient local with depth 100 by default.

    Source: docs.ros.org, package tf2_ros_py, class TransformListener.
    """

    def __init__(
        self,
        buffer: Buffer,
        node: Node,
        *,
        spin_thread: bool = False,
        qos: QoSProfile | int | None = None,
        static_qos: QoSProfile | int | None = None,
        tf_topic: str = DEFAULT_TF_TOPIC,
        tf_static_topic: str = DEFAULT_STATIC_TF_TOPIC,
    ) -> None:
        self.buffer = buffer
        self.node = node
        self.group = ReentrantCallbackGroup()
        self.tf_sub = node.create_subscription(
            TFMessage,
            tf_topic,
            self.callback,
            _profile(DurabilityPolicy.VOLATILE) if qos is None else qos,
            callback_group=self.group,
        )
        self.tf_static_sub = node.create_subscription(
            TFMessage,
            tf_static_topic,
            self.static_callback,
            _profile(DurabilityPolicy.TRANSIENT_LOCAL) if static_qos is None else static_qos,
            callback_group=self.group,
        )
        if spin_thread:
            self._spin_in_thread()

    def _spin_in_thread(self) -> None:
        self.executor = SingleThreadedExecutor(context=self.node.context)
        self.executor.add_node(self.node)
        self.dedicated_listener_thread = Thread(
            target=_spin, args=(self.executor, self.node), name="tf2_listener", daemon=True
        )
        self.dedicated_listener_thread.start()

    def __del__(self) -> None:
        thread = getattr(self, "dedicated_listener_thread", None)
        if thread is not None:
            self.executor.shutdown()
            if thread is not current_thread():  # the collector runs in whichever thread it likes
                thread.join()
        self.unregister()

    def unregister(self) -> None:
        """End the subscriptions."""
        for name in ("tf_sub", "tf_static_sub"):
            if hasattr(self, name):
                self.node.destroy_subscription(getattr(self, name))

    def callback(self, data: TFMessage) -> None:
        """Put transforms that change into the buffer."""
        for transform in data.transforms:
            self.buffer.set_transform(transform, _AUTHORITY)

    def static_callback(self, data: TFMessage) -> None:
        """Put transforms that hold for all times into the buffer."""
        for transform in data.transforms:
            self.buffer.set_transform_static(transform, _AUTHORITY)


def _profile(durability: DurabilityPolicy) -> QoSProfile:
    return QoSProfile(depth=100, durability=durability, history=HistoryPolicy.KEEP_LAST)


def _spin(executor: SingleThreadedExecutor, node: Node) -> None:
    """Spin until the context or the listener ends; knows no listener, so that it can be freed."""
    try:
        executor.spin()
    except (ExternalShutdownException, ShutdownException):
        pass  # the ordinary end of a context
    finally:
        executor.remove_node(node)
