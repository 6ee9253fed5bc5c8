"""A client of an action. Source: docs.ros.org, rclpy API, "ActionClient"."""

from __future__ import annotations

import threading
import time
import uuid
import weakref
from collections.abc import Callable
from typing import Any

from physai_sim.rosless.dds.reader import Reader
from physai_sim.rosless.dds.services import ClientEnd
from rclpy._work import call_or_await
from rclpy.action._client_goal import ClientGoalHandle
from rclpy.action._types import goal_key, message_end, service_end
from rclpy.callback_groups import CallbackGroup
from rclpy.qos import (
    QoSProfile,
    qos_profile_action_status_default,
    qos_profile_services_default,
)
from rclpy.task import Future
from rclpy.type_support import check_for_type_support
from rclpy.waitable import Waitable

POLL_S = 0.01
FEEDBACK_QOS = QoSProfile(depth=10)


class ActionClient(Waitable):
    """Sends goals to a server, follows them and asks for their results.

    Args:
        node: Whose executor takes the answers.
        action_type: Class of the action.
        action_name: Its name.
        callback_group: Says when answers may be taken.
        goal_service_qos_profile: Of the service that takes goals.
        result_service_qos_profile: Of the service that gives results.
        cancel_service_qos_profile: Of the service that cancels.
        feedback_sub_qos_profile: Of the topic of feedback.
        status_sub_qos_profile: Of the topic of statuses.
    """

    def __init__(
        self,
        node: Any,
        action_type: type[Any],
        action_name: str,
        *,
        callback_group: CallbackGroup | None = None,
        goal_service_qos_profile: QoSProfile = qos_profile_services_default,
        result_service_qos_profile: QoSProfile = qos_profile_services_default,
        cancel_service_qos_profile: QoSProfile = qos_profile_services_default,
        feedback_sub_qos_profile: QoSProfile = FEEDBACK_QOS,
        status_sub_qos_profile: QoSProfile = qos_profile_action_status_default,
    ) -> None:
        super().__init__(callback_group or node.default_callback_group)
        check_for_type_support(action_type)
        self._node, self._action_type = node, action_type
        self._action_name = name = node.resolve_topic_name(action_name)
        action, context = (action_type, name), node.context
        profiles = {
            "send_goal": goal_service_qos_profile,
            "get_result": result_service_qos_profile,
            "cancel_goal": cancel_service_qos_profile,
        }
        self._services: dict[str, ClientEnd] = {
            key: service_end(ClientEnd, context, action, key, profile)
            for key, profile in profiles.items()
        }
        self._feedback, self._feedback_codec = message_end(
            *(Reader, context, f"{name}/_action/feedback", action_type.Impl.FeedbackMessage),
            feedback_sub_qos_profile,
        )
        self._status, self._status_codec = message_end(
            *(Reader, context, f"{name}/_action/status", action_type.Impl.GoalStatusMessage),
            status_sub_qos_profile,
        )
        self._readers = [
            *(s.reader for s in self._services.values()),
            self._feedback,
            self._status,
        ]
        self._pending: dict[tuple[str, int], tuple[Future[Any], Any]] = {}
        self._handles: dict[bytes, weakref.ref[ClientGoalHandle]] = {}
        self._callbacks: dict[bytes, Callable[[Any], Any]] = {}
        self._lock = threading.Lock()
        node._rcl_own_endpoints(self, readers=self._readers, writers=self._writers())
        node.add_waitable(self)

    def send_goal(self, goal: Any, **kwargs: Any) -> Any:
        """Send a goal and wait for its result; only where another thread spins the node.

        Args:
            goal: The goal.
            **kwargs: As for `send_goal_async`.

        Returns:
            The response with `status` and `result`; None if the goal was rejected.

        Raises:
            TypeError: If the goal is of another type.
        """
        event = threading.Event()
        future = self.send_goal_async(goal, **kwargs)
        future.add_done_callback(lambda _: event.set())
        event.wait()
        handle: Any = future.result()
        return handle.get_result() if handle.accepted else None

    def send_goal_async(
        self,
        goal: Any,
        feedback_callback: Callable[[Any], Any] | None = None,
        goal_uuid: Any = None,
    ) -> Future[Any]:
        """Send a goal; the future gets a `ClientGoalHandle` when the server has answered.

        Args:
            goal: The goal.
            feedback_callback: Called with each feedback message of this goal.
            goal_uuid: Its identity; by default a random one.

        Raises:
            TypeError: If the goal is of another type.
        """
        if not isinstance(goal, self._action_type.Goal):
            raise TypeError(f"Expected type {self._action_type.Goal} but received {type(goal)}")
        request = self._action_type.Impl.SendGoalService.Request()
        request.goal_id = self._goal_id() if goal_uuid is None else goal_uuid
        request.goal = goal
        if feedback_callback is not None:
            self._callbacks[goal_key(request.goal_id)] = feedback_callback
        return self._ask("send_goal", request, request.goal_id)

    def server_is_ready(self) -> bool:
        """Whether a server of the action is there, with all its parts."""
        return (
            all(service.server_is_ready() for service in self._services.values())
            and self._feedback.matched_count() > 0
            and self._status.matched_count() > 0
        )

    def wait_for_server(self, timeout_sec: float | None = None) -> bool:
        """Wait for a server; whether one came in time.

        Args:
            timeout_sec: By default without limit [s].
        """
        deadline = None if timeout_sec is None else time.monotonic() + timeout_sec
        while self._node.context.ok() and not self.server_is_ready():
            if deadline is not None and time.monotonic() >= deadline:
                return False
            time.sleep(POLL_S)
        return self.server_is_ready()

    def handles(self) -> list[int]:
        """See the base."""
        return [reader.condition for reader in self._readers]

    def is_ready(self, triggered: set[int]) -> bool:
        """See the base."""
        return any(reader.condition in triggered for reader in self._readers)

    def take_data(self) -> dict[str, Any]:
        """See the base: what each of its readers holds, one message of each."""
        taken = {key: self._valid(service.take) for key, service in self._services.items()}
        taken["feedback"] = self._valid(lambda: _decoded(self._feedback, self._feedback_codec))
        taken["status"] = self._valid(lambda: _decoded(self._status, self._status_codec))
        return {key: value for key, value in taken.items() if value is not None}

    async def execute(self, taken_data: dict[str, Any]) -> None:
        """See the base; the program's own callback comes last, since it may raise."""
        status, feedback = taken_data.pop("status", None), taken_data.pop("feedback", None)
        callback = None
        if feedback is not None:
            callback = self._callbacks.get(goal_key(feedback.goal_id))
        for key, (response, number) in taken_data.items():
            self._on_reply(key, response, number)
        if status is not None:
            self._on_status(status)
        if callback is not None:
            await call_or_await(callback, feedback)

    def _on_reply(self, key: str, response: Any, number: int) -> None:
        with self._lock:
            future, goal_id = self._pending.pop((key, number), (None, None))
        if future is None or future.done():
            return
        if key == "send_goal":
            response = self._accepted(goal_id, response)
        elif key == "get_result":
            self._callbacks.pop(goal_key(goal_id), None)
        future._set_executor(self._node.executor)  # it runs the callbacks that wait
        future.set_result(response)

    def destroy(self) -> None:
        """End it: goals that run go on at the server."""
        self._node.remove_waitable(self)
        self._node._rcl_disown_endpoints(self, readers=self._readers, writers=self._writers())
        for service in self._services.values():
            service.close()
        self._feedback.close()
        self._status.close()

    def _cancel_goal_async(self, handle: ClientGoalHandle) -> Future[Any]:
        request = self._action_type.Impl.CancelGoalService.Request()
        request.goal_info.goal_id = handle.goal_id
        return self._ask("cancel_goal", request, handle.goal_id)

    def _get_result_async(self, handle: ClientGoalHandle) -> Future[Any]:
        request = self._action_type.Impl.GetResultService.Request()
        request.goal_id = handle.goal_id
        return self._ask("get_result", request, handle.goal_id)

    def _ask(self, key: str, request: Any, goal_id: Any) -> Future[Any]:
        future: Future[Any] = Future(executor=self._node.executor)
        with self._lock:  # the answer may come before `send` returns
            self._pending[key, self._services[key].send(request)] = (future, goal_id)
        return future

    def _accepted(self, goal_id: Any, response: Any) -> ClientGoalHandle:
        handle = ClientGoalHandle(self, goal_id, response)
        if handle.accepted:
            self._handles[goal_key(goal_id)] = weakref.ref(handle)
        else:
            self._callbacks.pop(goal_key(goal_id), None)
        return handle

    def _on_status(self, message: Any) -> None:
        for item in message.status_list:
            key = goal_key(item.goal_info.goal_id)
            known = self._handles.get(key)
            handle = None if known is None else known()
            if handle is not None:
                handle._status = item.status
            if handle is None or item.status in ClientGoalHandle.TERMINAL:
                self._handles.pop(key, None)  # its feedback goes on until its result is here

    def _valid(self, take: Callable[[], Any]) -> Any:
        try:
            return take()
        except ValueError as error:
            what = f"A malformed message of action '{self._action_name}' was dropped: {error}"
            self._node.get_logger().warning(what)
            return None

    def _goal_id(self) -> Any:
        from unique_identifier_msgs.msg import UUID

        return UUID(uuid=list(uuid.uuid4().bytes))

    def _writers(self) -> list[Any]:
        return [service.writer for service in self._services.values()]


def _decoded(reader: Reader, codec: Any) -> Any:
    taken = reader.take()
    return None if taken is None else codec.deserialize(taken.data)


__all__ = ["ActionClient", "ClientGoalHandle"]
