"""The goals that an action server knows: those that run, and results that are still kept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from rclpy.action._server_goal import ServerGoalHandle
from rclpy.action._types import goal_key
from rclpy.clock import Clock, ClockType
from rclpy.task import Future

NOBODY = bytes(16)
ERROR_UNKNOWN_GOAL_ID, ERROR_GOAL_TERMINATED = 2, 3
"""Source: action_msgs/srv/CancelGoal."""


class GoalBook:
    """Goals by identity, until some time after they have ended.

    Args:
        node: Whose executor forgets them.
        keep_s: How long a result is kept [s]; negative: for ever.
        publish: Called with the statuses of all goals when one changes.
    """

    def __init__(self, node: Any, keep_s: float, publish: Callable[[list[Any]], None]) -> None:
        self._node, self._publish = node, publish
        self._keep_ns = int(keep_s * 1e9)
        self._clock = Clock(clock_type=ClockType.STEADY_TIME)
        self._lock = threading.RLock()
        self._ended: dict[bytes, int] = {}
        self.handles: dict[bytes, ServerGoalHandle] = {}
        self.results: dict[bytes, Future[Any]] = {}
        period_s = max(self._keep_ns, 10_000_000) / 1e9
        group = None
        self._timer = node.create_timer(
            period_s, self._expire, group, self._clock, autostart=False
        )

    def add(self, server: Any, request: Any, stamp: Any) -> ServerGoalHandle:
        """Take in a goal that was accepted."""
        from action_msgs.msg import GoalInfo

        info = GoalInfo(goal_id=request.goal_id, stamp=stamp)
        handle = ServerGoalHandle(server, info, request.goal)
        with self._lock:
            self.handles[goal_key(info.goal_id)] = handle
            self.results[goal_key(info.goal_id)] = Future(executor=self._node.executor)
        self._tell()
        return handle

    def on_state_change(self, handle: ServerGoalHandle) -> None:
        """Tell of a goal's new state; one that has ended is forgotten in a while."""
        if not handle.is_active and self._keep_ns >= 0:
            with self._lock:
                self._ended[goal_key(handle.goal_id)] = self._now() + self._keep_ns
            if self._timer.is_canceled():
                self._timer.reset()
        self._tell()

    def meant_by(self, info: Any) -> tuple[list[ServerGoalHandle], int]:
        """Goals that a request to cancel means, and its return code where it means none.

        Without an identity and a time all are meant; with a time those accepted until then; with
        an identity that goal, and with both that goal and those until then.
        """
        key, until = goal_key(info.goal_id), _ns(info.stamp)
        with self._lock:
            handles = dict(self.handles)
        if key != NOBODY and not until:
            if key not in handles:
                return [], ERROR_UNKNOWN_GOAL_ID
            if not _is_cancelable(handles[key]):
                return [], ERROR_GOAL_TERMINATED
        every = key == NOBODY and not until
        meant = [
            handle
            for name, handle in handles.items()
            if every or name == key or (until and _ns(handle.goal_info.stamp) <= until)
        ]
        return [handle for handle in meant if _is_cancelable(handle)], 0

    def forget(self, key: bytes) -> None:
        """Forget a goal."""
        with self._lock:
            self.handles.pop(key, None)
            self.results.pop(key, None)
            self._ended.pop(key, None)
        self._tell()

    def close(self) -> None:
        """Forget all of them."""
        self._node.destroy_timer(self._timer)
        self.handles, self.results = {}, {}

    def _expire(self) -> None:
        with self._lock:
            now = self._now()
            old = [key for key, at_ns in self._ended.items() if at_ns <= now]
            if not self._ended:
                self._timer.cancel()
        for key in old:
            self.forget(key)

    def _now(self) -> int:
        return int(self._clock.now().nanoseconds)

    def _tell(self) -> None:
        from action_msgs.msg import GoalStatus

        with self._lock:
            statuses = [
                GoalStatus(goal_info=handle.goal_info, status=handle.status)
                for handle in self.handles.values()
            ]
        self._publish(statuses)


def _is_cancelable(handle: ServerGoalHandle) -> bool:
    return handle.is_active and not handle.is_cancel_requested


def _ns(stamp: Any) -> int:
    return int(stamp.sec) * 1_000_000_000 + int(stamp.nanosec)
