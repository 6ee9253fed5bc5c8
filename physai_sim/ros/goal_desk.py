"""Carries goals of an action server to the simulation's loop, and their ends back.

The server's callbacks run in executor threads and the loop in its own. A goal waits in a queue
until the loop takes it at a control stamp; its callback waits for a future until the loop ends it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any

from rclpy.action import ActionServer, CancelResponse
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.node import Node
from rclpy.task import Future


class GoalDesk:
    """One action server whose goals are carried out by the loop.

    Args:
        node: Whose server it is.
        action_type: Class of the action.
        name: Its name.
        failure: Makes the result of a goal that the simulation did not bring to an end.
    """

    def __init__(
        self, node: Node, action_type: type[Any], name: str, *, failure: Callable[[], Any]
    ) -> None:
        self._lock, self._failure = threading.Lock(), failure
        self._waiting: list[Any] = []
        self._futures: dict[bytes, tuple[Any, Future[Any]]] = {}
        self._server = ActionServer(
            node,
            action_type,
            name,
            self._execute,
            cancel_callback=lambda _: CancelResponse.ACCEPT,
            callback_group=ReentrantCallbackGroup(),
        )

    def take(self) -> list[tuple[bytes, Any]]:
        """Goals that came since the last call, each with its key."""
        with self._lock:
            found, self._waiting = self._waiting, []
        return [(key_of(handle), handle.request) for handle in found]

    def is_cancelled(self, key: Hashable) -> bool:
        """Whether a goal is to be cancelled; what is no goal of this server is not."""
        with self._lock:
            entry = self._futures.get(key) if isinstance(key, bytes) else None
        return entry is not None and entry[0].is_cancel_requested

    def feedback(self, key: bytes, message: Any) -> None:
        """Tell the client of a goal how far it is."""
        with self._lock:
            entry = self._futures.get(key)
        if entry is not None and entry[0].is_active:
            entry[0].publish_feedback(message)

    def end(self, key: bytes, status: str, result: Any) -> None:
        """A goal has ended: "succeeded", "aborted" or "canceled"."""
        with self._lock:
            entry = self._futures.get(key)
        if entry is not None and not entry[1].done():
            entry[1].set_result((status, result))

    def running(self) -> list[bytes]:
        """Keys of goals that have not ended."""
        with self._lock:
            return [key for key, (_, future) in self._futures.items() if not future.done()]

    def close(self) -> None:
        """Take no more goals; those that wait end without having been begun."""
        for key in self.running():
            self.end(key, "aborted", self._failure())
        self._server.destroy()

    async def _execute(self, handle: Any) -> Any:
        future: Future[Any] = Future()
        with self._lock:
            self._futures[key_of(handle)] = (handle, future)
            self._waiting.append(handle)
        try:
            ended: Any = await future
            status, result = ended
        finally:
            with self._lock:
                self._futures.pop(key_of(handle), None)
        if status == "succeeded":
            handle.succeed()
        elif status == "canceled" and handle.is_cancel_requested:
            handle.canceled()
        else:
            handle.abort()
        return result


def key_of(handle: Any) -> bytes:
    """A goal's identity, 16 bytes."""
    return bytes(bytearray(handle.goal_id.uuid))
