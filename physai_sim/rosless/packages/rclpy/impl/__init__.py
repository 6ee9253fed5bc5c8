"""Modules under the names by which rclpy's own parts are known."""
