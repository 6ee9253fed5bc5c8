"""Waits in the main thread for a static transform, with a listener that spins by itself."""

import rclpy
from rclpy.duration import Duration
from rclpy.time import Time
from tf2_ros import Buffer, TransformListener


def main():
    rclpy.init()
    node = rclpy.create_node("static_reader")
    buffer = Buffer()
    listener = TransformListener(buffer, node, spin_thread=True)
    found = buffer.lookup_transform("odom", "lidar", Time(), timeout=Duration(seconds=20.0))
    frames = f"{found.child_frame_id} in {found.header.frame_id}"
    node.get_logger().info(f"{frames} at {found.transform.translation.x}")
    del listener
    rclpy.shutdown()


if __name__ == "__main__":
    main()
