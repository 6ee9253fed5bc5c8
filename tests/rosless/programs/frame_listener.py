"""Looks transforms up: at once, with a timeout in another thread, and in a coroutine."""

import math

import rclpy
import tf2_geometry_msgs  # noqa: F401 - makes PointStamped known to the buffer
from geometry_msgs.msg import PointStamped
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.duration import Duration
from rclpy.executors import MultiThreadedExecutor
from rclpy.node import Node
from tf2_ros import TransformException
from tf2_ros.buffer import Buffer
from tf2_ros.transform_listener import TransformListener


class FrameListener(Node):
    def __init__(self):
        super().__init__("frame_listener")
        self.tf_buffer = Buffer()
        self.tf_listener = TransformListener(self.tf_buffer, self)
        group = MutuallyExclusiveCallbackGroup()
        self.timer = self.create_timer(0.05, self.on_timer, callback_group=group)
        self.done = rclpy.Future()

    def on_timer(self):
        self.timer.cancel()
        try:
            self.tf_buffer.lookup_transform("odom", "nowhere", rclpy.time.Time())
        except TransformException as error:
            self.get_logger().info(f"Could not transform: {error}")
        self.tf_buffer.lookup_transform(
            "odom", "lidar", rclpy.time.Time(), timeout=Duration(seconds=20.0)
        )
        now = self.get_clock().now()
        found = self.tf_buffer.lookup_transform(
            "odom", "base_link", now, timeout=Duration(seconds=20.0)
        )
        moved = found.transform.translation
        self.get_logger().info(f"radius {math.hypot(moved.x, moved.y):.2f}")
        self.transform_point()
        self.executor.create_task(self.look_in_coroutine)

    def transform_point(self):
        point = PointStamped()
        point.header.frame_id = "camera"
        point.point.x = 1.0
        seen = self.tf_buffer.transform(point, "base_link", timeout=Duration(seconds=20.0))
        self.get_logger().info(f"seen at {seen.point.x:.2f} {seen.point.y:.2f}")

    async def look_in_coroutine(self):
        later = self.get_clock().now() + Duration(seconds=0.2)
        found = await self.tf_buffer.lookup_transform_async("odom", "camera", later)
        self.get_logger().info(f"the future came as {found.child_frame_id}")
        self.done.set_result(None)


def main():
    rclpy.init()
    node = FrameListener()
    executor = MultiThreadedExecutor(num_threads=3)
    executor.add_node(node)
    executor.spin_until_future_complete(node.done)
    executor.shutdown()
    node.destroy_node()
    rclpy.shutdown()


if __name__ == "__main__":
    main()
