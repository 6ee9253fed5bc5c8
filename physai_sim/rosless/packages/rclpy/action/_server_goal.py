"""A goal as its server sees it, with the states it may go through.

Source: design article "Actions" (design.ros2.org), "Goal states".
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import IntEnum
from typing import Any

from rclpy.action._types import goal_key
from rclpy.exceptions import RCLError


class GoalStatus(IntEnum):
    """States, as action_msgs/msg/GoalStatus numbers them."""

    UNKNOWN = 0
    ACCEPTED = 1
    EXECUTING = 2
    CANCELING = 3
    SUCCEEDED = 4
    CANCELED = 5
    ABORTED = 6


class GoalEvent(IntEnum):
    """What leads from state to state."""

    EXECUTE = 1
    CANCEL_GOAL = 2
    SUCCEED = 3
    ABORT = 4
    CANCELED = 5


ACTIVE = (GoalStatus.ACCEPTED, GoalStatus.EXECUTING, GoalStatus.CANCELING)
_NEXT = {
    (GoalStatus.ACCEPTED, GoalEvent.EXECUTE): GoalStatus.EXECUTING,
    (GoalStatus.ACCEPTED, GoalEvent.CANCEL_GOAL): GoalStatus.CANCELING,
    (GoalStatus.EXECUTING, GoalEvent.CANCEL_GOAL): GoalStatus.CANCELING,
    (GoalStatus.EXECUTING, GoalEvent.SUCCEED): GoalStatus.SUCCEEDED,
    (GoalStatus.EXECUTING, GoalEvent.ABORT): GoalStatus.ABORTED,
    (GoalStatus.CANCELING, GoalEvent.SUCCEED): GoalStatus.SUCCEEDED,
    (GoalStatus.CANCELING, GoalEvent.ABORT): GoalStatus.ABORTED,
    (GoalStatus.CANCELING, GoalEvent.CANCELED): GoalStatus.CANCELED,
}


class ServerGoalHandle:
    """One accepted goal; `ActionServer` makes it.

    Args:
        server: Its server.
        goal_info: Identity and time of acceptance, action_msgs/GoalInfo.
        request: The goal.
    """

    def __init__(self, server: Any, goal_info: Any, request: Any) -> None:
        self._server, self._goal_info, self._request = server, goal_info, request
        self._status, self._lock = GoalStatus.ACCEPTED, threading.Lock()

    @property
    def request(self) -> Any:
        """The goal."""
        return self._request

    @property
    def goal_id(self) -> Any:
        """Its identity, unique_identifier_msgs/UUID."""
        return self._goal_info.goal_id

    @property
    def goal_info(self) -> Any:
        """Identity and time of acceptance, action_msgs/GoalInfo."""
        return self._goal_info

    @property
    def is_active(self) -> bool:
        """Whether it has not ended."""
        return self._status in ACTIVE

    @property
    def is_cancel_requested(self) -> bool:
        """Whether it is to be cancelled."""
        return self._status == GoalStatus.CANCELING

    @property
    def status(self) -> int:
        """Its state, of action_msgs/msg/GoalStatus."""
        return int(self._status)

    def execute(self, execute_callback: Callable[[Any], Any] | None = None) -> None:
        """Begin to carry it out, by the server's callback or another."""
        if not self.is_cancel_requested:
            self._update_state(GoalEvent.EXECUTE)
        self._server.notify_execute(self, execute_callback)

    def publish_feedback(self, feedback: Any) -> None:
        """Tell the client how far it is.

        Raises:
            TypeError: If the feedback is of another type.
        """
        self._server.publish_feedback(self, feedback)

    def succeed(self, response: Any = None) -> None:
        """It has succeeded."""
        self._end(GoalEvent.SUCCEED, response)

    def abort(self, response: Any = None) -> None:
        """It has failed."""
        self._end(GoalEvent.ABORT, response)

    def canceled(self, response: Any = None) -> None:
        """It was cancelled."""
        self._end(GoalEvent.CANCELED, response)

    def destroy(self) -> None:
        """Forget it, where it has not ended on its own."""
        self._server.forget(goal_key(self.goal_id))

    def _end(self, event: GoalEvent, response: Any) -> None:
        self._update_state(event)
        if response is not None:
            self._server.notify_goal_done(self, response)

    def _update_state(self, event: GoalEvent) -> None:
        with self._lock:
            following = _NEXT.get((self._status, event))
            if following is None:
                raise RCLError(f"the goal cannot go from {self._status.name} by {event.name}")
            self._status = following
        self._server.on_state_change(self)
