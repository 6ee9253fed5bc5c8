"""Serves rclpy and its companions to the tests of this folder."""

from physai_sim import rosless

rosless.install()
