"""A buffer that asks another node: the action LookupTransform of a buffer server."""

from __future__ import annotations

import threading
import time
from typing import Any

import tf2_py as tf2
from builtin_interfaces.msg import Time as TimeMessage
from geometry_msgs.msg import TransformStamped
from rclpy.action import ActionClient
from rclpy.duration import Duration
from rclpy.node import Node
from rclpy.task import Future
from rclpy.time import Time
from tf2_msgs.action import LookupTransform

from tf2_ros.buffer_interface import NO_WAIT, BufferInterface

__all__ = ["BufferClient"]

_NS_PER_S = 1_000_000_000
_ERRORS = {
    "LOOKUP_ERROR": tf2.LookupException,
    "CONNECTIVITY_ERROR": tf2.ConnectivityException,
    "EXTRAPOLATION_ERROR": tf2.ExtrapolationException,
    "INVALID_ARGUMENT_ERROR": tf2.InvalidArgumentException,
    "TIMEOUT_ERROR": tf2.TimeoutException,
}


class BufferClient(BufferInterface):
    """Look-ups that block until the server answers; another thread must spin the node.

    Args:
        node: Gets the action client.
        ns: Name of the server's action.
        check_frequency: Kept for programs that give it; answers wake the caller at once [Hz].
        timeout_padding: Added to every timeout, for the way there and back.

    Source: docs.ros.org, package tf2_ros_py, class BufferClient.
    """

    def __init__(
        self,
        node: Node,
        ns: str,
        check_frequency: float = 10.0,
        timeout_padding: Duration = Duration(seconds=2.0),  # noqa: B008 - never changed
    ) -> None:
        super().__init__()
        self.node = node
        self.action_client = ActionClient(node, LookupTransform, action_name=ns)
        self.check_frequency = check_frequency
        self.timeout_padding = timeout_padding

    def lookup_transform(
        self, target_frame: str, source_frame: str, time: Time, timeout: Duration = NO_WAIT
    ) -> TransformStamped:
        """The transform of data in `source_frame` into `target_frame`, as the server knows it.

        Raises:
            TransformException: One of its kinds: the server's, or TimeoutException without one.
        """
        return self._ask(
            LookupTransform.Goal(
                target_frame=target_frame,
                source_frame=source_frame,
                source_time=_message(time),
                timeout=timeout.to_msg(),
                advanced=False,
            ),
            timeout,
        )

    def lookup_transform_full(
        self,
        target_frame: str,
        target_time: Time,
        source_frame: str,
        source_time: Time,
        fixed_frame: str,
        timeout: Duration = NO_WAIT,
    ) -> TransformStamped:
        """From a frame at one time to a frame at another, as the server knows it.

        Raises:
            TransformException: One of its kinds: the server's, or TimeoutException without one.
        """
        return self._ask(
            LookupTransform.Goal(
                target_frame=target_frame,
                target_time=_message(target_time),
                source_frame=source_frame,
                source_time=_message(source_time),
                fixed_frame=fixed_frame,
                timeout=timeout.to_msg(),
                advanced=True,
            ),
            timeout,
        )

    def can_transform(
        self, target_frame: str, source_frame: str, time: Time, timeout: Duration = NO_WAIT
    ) -> bool:
        """Whether `lookup_transform` succeeds."""
        try:
            self.lookup_transform(target_frame, source_frame, time, timeout)
        except tf2.TransformException:
            return False
        return True

    def can_transform_full(
        self,
        target_frame: str,
        target_time: Time,
        source_frame: str,
        source_time: Time,
        fixed_frame: str,
        timeout: Duration = NO_WAIT,
    ) -> bool:
        """Whether `lookup_transform_full` succeeds."""
        try:
            self.lookup_transform_full(
                target_frame, target_time, source_frame, source_time, fixed_frame, timeout
            )
        except tf2.TransformException:
            return False
        return True

    def destroy(self) -> None:
        """End the action client."""
        self.action_client.destroy()

    def _ask(self, goal: Any, timeout: Duration) -> TransformStamped:
        if not self.action_client.server_is_ready():
            raise tf2.TimeoutException("The BufferServer is not ready.")
        end_ns = time.monotonic_ns() + timeout.nanoseconds + self.timeout_padding.nanoseconds
        handle = _answer(self.action_client.send_goal_async(goal), end_ns, "take the goal")
        if not handle.accepted:
            raise tf2.TimeoutException("The BufferServer did not accept the LookupTransform goal.")
        result = _answer(handle.get_result_async(), end_ns, "send a result").result
        return _transform_of(result)


def _message(value: Time | TimeMessage) -> TimeMessage:
    if isinstance(value, TimeMessage):
        return value
    if isinstance(value, Time):
        return value.to_msg()
    raise TypeError(f"Must pass a rclpy.time.Time object. Got {type(value).__name__}: {value!r}")


def _answer(future: Future[Any], end_ns: int, what: str) -> Any:
    """What a Future gets while another thread spins; TimeoutException after `end_ns`."""
    came = threading.Event()
    future.add_done_callback(lambda _: came.set())
    if not came.wait(max(0, end_ns - time.monotonic_ns()) / _NS_PER_S):
        raise tf2.TimeoutException(
            f"The BufferServer did not {what} in the specified time. Is another thread spinning "
            "the node, and is the server well?"
        )
    return future.result()


def _transform_of(result: Any) -> TransformStamped:
    error = result.error
    if error.error == error.NO_ERROR:
        return result.transform
    for name, kind in _ERRORS.items():
        if error.error == getattr(error, name):
            raise kind(error.error_string)
    raise tf2.TransformException(error.error_string)
