"""What rclpy offers for trial. Source: docs.ros.org, rclpy API, "rclpy.experimental"."""

from rclpy.experimental.events_executor import EventsExecutor

__all__ = ["EventsExecutor"]
