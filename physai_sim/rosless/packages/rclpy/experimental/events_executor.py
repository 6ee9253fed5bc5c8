"""The events executor: here the ordinary one, which waits on one kept wait set already."""

from __future__ import annotations

from rclpy.executors import SingleThreadedExecutor


class EventsExecutor(SingleThreadedExecutor):
    """Runs callbacks in the thread that spins, in the order in which they became ready."""
