"""Waits for one message without spinning. Source: docs.ros.org, rclpy API."""

from __future__ import annotations

import time
from typing import Any

from physai_sim.rosless.dds.wait_set import GuardCondition, WaitSet
from rclpy import signals
from rclpy._weak import weak_call
from rclpy.qos import QoSProfile
from rclpy.utilities import timeout_sec_to_nsec


def wait_for_message(
    msg_type: type[Any],
    node: Any,
    topic: str,
    *,
    qos_profile: QoSProfile | int = 1,
    time_to_wait: float = -1,
) -> tuple[bool, Any]:
    """Wait for the next message of a topic.

    Args:
        msg_type: Class of the message.
        node: Subscribes; it should not be spun meanwhile.
        topic: The topic.
        qos_profile: How it is wanted.
        time_to_wait: [s]; negative: without limit.

    Returns:
        True and the message; False and None, where the time ran out or the context ended.
    """
    limit = timeout_sec_to_nsec(time_to_wait)
    deadline = None if limit < 0 else time.monotonic_ns() + limit
    subscription = node.create_subscription(
        msg_type, topic, lambda _: None, qos_profile=qos_profile
    )
    wait = _Wait(node.context)
    try:
        while node.context.ok():
            if (taken := subscription.take_message()) is not None:
                return True, taken[0]
            left = None if deadline is None else deadline - time.monotonic_ns()
            if left is not None and left <= 0:
                break
            wait.until(subscription.handle, left)
    finally:
        node.destroy_subscription(subscription)
        wait.close()
    return False, None


class _Wait:
    """A wait that signals and the end of a context interrupt."""

    def __init__(self, context: Any) -> None:
        handle = context.participant.handle
        self._guard, self._wait_set = GuardCondition(handle), WaitSet(handle)
        signals.register_waker(self)
        context.on_shutdown(weak_call(self.wake))

    def wake(self) -> None:
        """End the wait."""
        if self._guard.handle:
            self._guard.trigger()

    def until(self, condition: int, timeout_ns: int | None) -> None:
        """Wait for a condition."""
        self._wait_set.attach_only({condition, self._guard.handle})
        self._wait_set.wait(timeout_ns)
        self._guard.take()

    def close(self) -> None:
        """Remove it."""
        self._wait_set.close()
        self._guard.close()
