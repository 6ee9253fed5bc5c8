"""A goal as its client sees it."""

from __future__ import annotations

import threading
from typing import Any, ClassVar

from rclpy.task import Future


class ClientGoalHandle:
    """Follows one goal; `ActionClient` makes it."""

    TERMINAL: ClassVar[tuple[int, ...]] = (4, 5, 6)
    """STATUS_SUCCEEDED, STATUS_CANCELED, STATUS_ABORTED of action_msgs/msg/GoalStatus."""

    def __init__(self, client: Any, goal_id: Any, response: Any) -> None:
        self._client, self._goal_id, self._response = client, goal_id, response
        self._status = 0

    @property
    def goal_id(self) -> Any:
        """Its identity, unique_identifier_msgs/UUID."""
        return self._goal_id

    @property
    def stamp(self) -> Any:
        """When it was accepted, builtin_interfaces/Time."""
        return self._response.stamp

    @property
    def accepted(self) -> bool:
        """Whether the server took it."""
        return bool(self._response.accepted)

    @property
    def status(self) -> int:
        """What the server last told of it, of action_msgs/msg/GoalStatus."""
        return self._status

    def cancel_goal(self) -> Any:
        """Ask to cancel it and wait for the answer; only where another thread spins the node."""
        return _waited(self.cancel_goal_async())

    def cancel_goal_async(self) -> Future[Any]:
        """Ask to cancel it; the future gets action_msgs/srv/CancelGoal's response."""
        return self._client._cancel_goal_async(self)  # type: ignore[no-any-return]

    def get_result(self) -> Any:
        """Wait for its result; only where another thread spins the node."""
        return _waited(self.get_result_async())

    def get_result_async(self) -> Future[Any]:
        """Ask for its result; the future gets a response with `status` and `result`."""
        return self._client._get_result_async(self)  # type: ignore[no-any-return]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClientGoalHandle) and self._goal_id == other.goal_id

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        goal = bytes(bytearray(self._goal_id.uuid)).hex()
        return f"ClientGoalHandle <id={goal}, accepted={self.accepted}, status={self._status}>"


def _waited(future: Future[Any]) -> Any:
    event = threading.Event()
    future.add_done_callback(lambda _: event.set())
    event.wait()
    if (error := future.exception()) is not None:
        raise error
    return future.result()
