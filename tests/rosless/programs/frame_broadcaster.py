"""Broadcasts a static sensor mount and a body that drives in a circle."""

import contextlib
import math

import rclpy
from geometry_msgs.msg import TransformStamped
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from tf2_ros import StaticTransformBroadcaster, TransformBroadcaster


def transform(parent, child, stamp, *, x=0.0, y=0.0, yaw=0.0):
    message = TransformStamped()
    message.header.stamp = stamp
    message.header.frame_id = parent
    message.child_frame_id = child
    message.transform.translation.x = x
    message.transform.translation.y = y
    message.transform.rotation.z = math.sin(yaw / 2)
    message.transform.rotation.w = math.cos(yaw / 2)
    return message


class FrameBroadcaster(Node):
    def __init__(self):
        super().__init__("frame_broadcaster")
        self.static = StaticTransformBroadcaster(self)
        now = self.get_clock().now().to_msg()
        self.static.sendTransform(transform("base_link", "lidar", now, x=0.5))
        self.static.sendTransform(transform("base_link", "camera", now, x=0.25, yaw=math.pi / 2))
        self.broadcaster = TransformBroadcaster(self)
        self.timer = self.create_timer(0.02, self.on_timer)

    def on_timer(self):
        now = self.get_clock().now()
        angle = 2 * math.pi * (now.nanoseconds % 10_000_000_000) / 10e9
        x, y = 2 * math.cos(angle), 2 * math.sin(angle)
        self.broadcaster.sendTransform(transform("odom", "base_link", now.to_msg(), x=x, y=y))


def main():
    rclpy.init()
    with contextlib.suppress(KeyboardInterrupt, ExternalShutdownException):
        rclpy.spin(FrameBroadcaster())


if __name__ == "__main__":
    main()
