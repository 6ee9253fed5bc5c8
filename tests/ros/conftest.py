"""Serves rclpy to the tests of this folder, where ROS 2 is missing."""

from physai_sim import rosless

rosless.install()
