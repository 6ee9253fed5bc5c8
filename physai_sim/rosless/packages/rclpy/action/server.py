"""A server of an action. Source: docs.ros.org, rclpy API, "ActionServer"."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Any

from physai_sim.rosless.dds.services import RequestId, ServerEnd
from physai_sim.rosless.dds.writer import Writer
from rclpy._work import call_or_await
from rclpy.action._goal_book import GoalBook
from rclpy.action._server_goal import GoalEvent, GoalStatus, ServerGoalHandle
from rclpy.action._types import goal_key, message_end, service_end
from rclpy.callback_groups import CallbackGroup
from rclpy.exceptions import RCLError
from rclpy.qos import (
    QoSProfile,
    qos_profile_action_status_default,
    qos_profile_services_default,
)
from rclpy.task import Future
from rclpy.type_support import check_for_type_support
from rclpy.waitable import Waitable

FEEDBACK_QOS = QoSProfile(depth=10)


class GoalResponse(Enum):
    """What a goal callback may answer."""

    REJECT = 1
    ACCEPT = 2


class CancelResponse(Enum):
    """What a cancel callback may answer."""

    REJECT = 1
    ACCEPT = 2


def default_handle_accepted_callback(goal_handle: ServerGoalHandle) -> None:
    """Carry out every accepted goal at once."""
    goal_handle.execute()


def default_goal_callback(goal_request: Any) -> GoalResponse:
    """Accept every goal."""
    return GoalResponse.ACCEPT


def default_cancel_callback(cancel_request: Any) -> CancelResponse:
    """Let no goal be cancelled."""
    return CancelResponse.REJECT


class ActionServer(Waitable):
    """Takes goals, carries them out and gives their results.

    Args:
        node: Whose executor runs the callbacks.
        action_type: Class of the action.
        action_name: Its name.
        execute_callback: Carries out a goal; takes its handle, returns the result.
        callback_group: Says when requests may be taken.
        goal_callback: Takes a goal, returns a `GoalResponse`.
        handle_accepted_callback: Called with the handle of each accepted goal.
        cancel_callback: Takes the handle of a goal, returns a `CancelResponse`.
        goal_service_qos_profile: Of the service that takes goals.
        result_service_qos_profile: Of the service that gives results.
        cancel_service_qos_profile: Of the service that cancels.
        feedback_pub_qos_profile: Of the topic of feedback.
        status_pub_qos_profile: Of the topic of statuses.
        result_timeout: How long a result is kept after its goal has ended [s].
    """

    def __init__(
        self,
        node: Any,
        action_type: type[Any],
        action_name: str,
        execute_callback: Callable[[ServerGoalHandle], Any],
        *,
        callback_group: CallbackGroup | None = None,
        goal_callback: Callable[[Any], Any] = default_goal_callback,
        handle_accepted_callback: Callable[[Any], Any] = default_handle_accepted_callback,
        cancel_callback: Callable[[Any], Any] = default_cancel_callback,
        goal_service_qos_profile: QoSProfile = qos_profile_services_default,
        result_service_qos_profile: QoSProfile = qos_profile_services_default,
        cancel_service_qos_profile: QoSProfile = qos_profile_services_default,
        feedback_pub_qos_profile: QoSProfile = FEEDBACK_QOS,
        status_pub_qos_profile: QoSProfile = qos_profile_action_status_default,
        result_timeout: float = 10,
    ) -> None:
        super().__init__(callback_group or node.default_callback_group)
        self.register_handle_accepted_callback(handle_accepted_callback)
        self.register_goal_callback(goal_callback)
        self.register_cancel_callback(cancel_callback)
        self.register_execute_callback(execute_callback)
        check_for_type_support(action_type)
        self._node, self._action_type = node, action_type
        self._action_name = node.resolve_topic_name(action_name)
        self._lock = threading.RLock()
        profiles = {
            "send_goal": goal_service_qos_profile,
            "cancel_goal": cancel_service_qos_profile,
            "get_result": result_service_qos_profile,
        }
        self._open(profiles, feedback_pub_qos_profile, status_pub_qos_profile)
        self._goals = GoalBook(node, result_timeout, self._publish_status)
        node.add_waitable(self)

    def _open(
        self, profiles: dict[str, QoSProfile], feedback: QoSProfile, status: QoSProfile
    ) -> None:
        kind, name, context = self._action_type, self._action_name, self._node.context
        self._services: dict[str, ServerEnd] = {
            key: service_end(ServerEnd, context, (kind, name), key, profile)
            for key, profile in profiles.items()
        }
        self._feedback, self._feedback_codec = message_end(
            Writer, context, f"{name}/_action/feedback", kind.Impl.FeedbackMessage, feedback
        )
        self._status, self._status_codec = message_end(
            Writer, context, f"{name}/_action/status", kind.Impl.GoalStatusMessage, status
        )
        self._node._rcl_own_endpoints(self, readers=self._readers(), writers=self._writers())

    def register_handle_accepted_callback(self, callback: Callable[[Any], Any] | None) -> None:
        """Call this with the handle of each accepted goal; None: carry it out at once."""
        self._handle_accepted_callback = _callable(callback, default_handle_accepted_callback)

    def register_goal_callback(self, goal_callback: Callable[[Any], Any] | None) -> None:
        """Let this decide on goals; None: accept all."""
        self._goal_callback = _callable(goal_callback, default_goal_callback)

    def register_cancel_callback(self, cancel_callback: Callable[[Any], Any] | None) -> None:
        """Let this decide on cancelling; None: refuse all."""
        self._cancel_callback = _callable(cancel_callback, default_cancel_callback)

    def register_execute_callback(self, execute_callback: Callable[[Any], Any]) -> None:
        """Let this carry out goals.

        Raises:
            TypeError: If it cannot be called.
        """
        self._execute_callback = _callable(execute_callback, None)

    def handles(self) -> list[int]:
        """See the base."""
        return [reader.condition for reader in self._readers()]

    def is_ready(self, triggered: set[int]) -> bool:
        """See the base."""
        return any(reader.condition in triggered for reader in self._readers())

    def take_data(self) -> dict[str, tuple[Any, RequestId]]:
        """See the base: the oldest request of each kind."""
        found = {}
        for key, service in self._services.items():
            try:
                taken = service.take()
            except ValueError as error:
                what = f"A malformed request of action '{self._action_name}' was dropped: {error}"
                self._node.get_logger().warning(what)
                continue
            if taken is not None:
                found[key] = taken
        return found

    async def execute(self, taken_data: dict[str, tuple[Any, RequestId]]) -> None:
        """See the base."""
        if "send_goal" in taken_data:
            await self._on_goal(*taken_data["send_goal"])
        if "cancel_goal" in taken_data:
            await self._on_cancel(*taken_data["cancel_goal"])
        if "get_result" in taken_data:
            self._on_result_request(*taken_data["get_result"])

    async def _on_goal(self, request: Any, header: RequestId) -> None:
        key, response = goal_key(request.goal_id), GoalResponse.REJECT
        if key in self._goals.handles:
            self._node.get_logger().error(f"Goal ID already in use: {key.hex()}")
        else:
            response = await self._decided(self._goal_callback, request.goal, GoalResponse.REJECT)
        answer = self._action_type.Impl.SendGoalService.Response()
        answer.accepted = response == GoalResponse.ACCEPT
        answer.stamp = self._node.get_clock().now().to_msg()
        handle = None
        if answer.accepted:
            handle = self._goals.add(self, request, answer.stamp)
        self._services["send_goal"].reply(header, answer)
        if handle is not None:
            await self._decided(self._handle_accepted_callback, handle, None)

    async def _on_cancel(self, request: Any, header: RequestId) -> None:
        answer = self._action_type.Impl.CancelGoalService.Response()
        chosen, answer.return_code = self._goals.meant_by(request.goal_info)
        canceling = []
        for handle in chosen:
            decision = await self._decided(self._cancel_callback, handle, CancelResponse.REJECT)
            if decision == CancelResponse.ACCEPT and self._may_cancel(handle):
                canceling.append(handle.goal_info)
        answer.goals_canceling = canceling
        if chosen and not canceling:
            answer.return_code = answer.ERROR_REJECTED
        self._services["cancel_goal"].reply(header, answer)

    def _may_cancel(self, handle: ServerGoalHandle) -> bool:
        try:
            handle._update_state(GoalEvent.CANCEL_GOAL)
        except RCLError as error:  # it ended while the callback thought about it
            self._node.get_logger().debug(f"Failed to cancel goal in cancel callback: {error}")
            return False
        return True

    def _on_result_request(self, request: Any, header: RequestId) -> None:
        future = self._goals.results.get(goal_key(request.goal_id))
        if future is None:
            answer = self._action_type.Impl.GetResultService.Response()
            answer.status = int(GoalStatus.UNKNOWN)
            self._services["get_result"].reply(header, answer)
            return
        future.add_done_callback(partial(self._send_result, header))

    def _send_result(self, header: RequestId, future: Future[Any]) -> None:
        self._services["get_result"].reply(header, future.result())

    def notify_execute(
        self, goal_handle: ServerGoalHandle, execute_callback: Callable[[Any], Any] | None
    ) -> None:
        """Let the node's executor carry out a goal."""
        callback = execute_callback or self._execute_callback
        self._node.executor.create_task(self._execute_goal, callback, goal_handle)

    async def _execute_goal(
        self, callback: Callable[[Any], Any], handle: ServerGoalHandle
    ) -> None:
        try:
            result = await call_or_await(callback, handle)
        except Exception as error:
            result = self._action_type.Result()
            logger = self._node.get_logger()
            logger.error(f"Error raised in execute callback: {error}")
            logger.error(traceback.format_exc())
        if handle.is_active:
            what = "Goal state not set, assuming aborted. Goal ID: "
            self._node.get_logger().warning(f"{what}{goal_key(handle.goal_id).hex()}")
            handle.abort()
        self.notify_goal_done(handle, result)

    def notify_goal_done(self, goal_handle: ServerGoalHandle, result: Any = None) -> None:
        """Give the result of a goal that has ended to who waits for it."""
        future = self._goals.results.get(goal_key(goal_handle.goal_id))
        if future is None or future.done():
            return
        answer = self._action_type.Impl.GetResultService.Response()
        answer.status = goal_handle.status
        answer.result = self._action_type.Result() if result is None else result
        future.set_result(answer)

    def publish_feedback(self, goal_handle: ServerGoalHandle, feedback: Any) -> None:
        """Tell clients how far a goal is.

        Raises:
            TypeError: If the feedback is of another type.
        """
        if not isinstance(feedback, self._action_type.Feedback):
            raise TypeError(f"Expected {self._action_type.Feedback}, got {type(feedback)}")
        message = self._action_type.Impl.FeedbackMessage()
        message.goal_id, message.feedback = goal_handle.goal_id, feedback
        self._feedback.write(self._feedback_codec.serialize(message))

    def on_state_change(self, goal_handle: ServerGoalHandle) -> None:
        """A goal went on to another state."""
        self._goals.on_state_change(goal_handle)

    def forget(self, key: bytes) -> None:
        """Forget a goal."""
        self._goals.forget(key)

    def _publish_status(self, statuses: list[Any]) -> None:
        message = self._action_type.Impl.GoalStatusMessage(status_list=statuses)
        self._status.write(self._status_codec.serialize(message))

    async def _decided(self, callback: Callable[[Any], Any], argument: Any, otherwise: Any) -> Any:
        """What a callback of the user decides; one that raises is logged and decides nothing."""
        try:
            return await call_or_await(callback, argument)
        except Exception as error:
            self._node.get_logger().error(f"Error raised in user callback: {error}")
            return otherwise

    def destroy(self) -> None:
        """End it; goals that run are not told."""
        self._node.remove_waitable(self)
        self._goals.close()
        self._node._rcl_disown_endpoints(self, readers=self._readers(), writers=self._writers())
        for service in self._services.values():
            service.close()
        self._feedback.close()
        self._status.close()

    def _readers(self) -> list[Any]:
        return [service.reader for service in self._services.values()]

    def _writers(self) -> list[Any]:
        return [*(s.writer for s in self._services.values()), self._feedback, self._status]


def _callable(callback: Callable[[Any], Any] | None, otherwise: Any) -> Callable[[Any], Any]:
    chosen = otherwise if callback is None else callback
    if not callable(chosen):
        raise TypeError("Failed to register callback: not callable")
    found: Callable[[Any], Any] = chosen
    return found
