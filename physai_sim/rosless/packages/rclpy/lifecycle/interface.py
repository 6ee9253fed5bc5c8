"""The services and the topic by which others see and change the state of a node.

Source: lifecycle_msgs, `srv`; rcl_lifecycle for the names.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Iterable
from typing import Any

from rclpy.callback_groups import CallbackGroup
from rclpy.exceptions import RCLError
from rclpy.lifecycle.managed_entity import TransitionCallbackReturn
from rclpy.lifecycle.state_machine import STATES, TRANSITIONS, LifecycleState, Transition


class CommunicationInterface:
    """Serves the state of a node under its name.

    Args:
        node: The node.
        callback_group: Says when requests may be answered.
    """

    def __init__(self, node: Any, callback_group: CallbackGroup | None) -> None:
        from lifecycle_msgs.msg import TransitionEvent
        from lifecycle_msgs.srv import (
            ChangeState,
            GetAvailableStates,
            GetAvailableTransitions,
            GetState,
        )

        self._node = weakref.proxy(node)
        self._publisher = node.create_publisher(TransitionEvent, "~/transition_event", 10)
        for name, kind, callback in (
            ("change_state", ChangeState, self._change),
            ("get_state", GetState, self._get),
            ("get_available_states", GetAvailableStates, self._get_states),
            ("get_available_transitions", GetAvailableTransitions, self._get_transitions),
            ("get_transition_graph", GetAvailableTransitions, self._get_graph),
        ):
            node.create_service(kind, f"~/{name}", callback, callback_group=callback_group)

    def publish(self, transition: Transition) -> None:
        """Tell everybody of a transition."""
        from lifecycle_msgs.msg import TransitionEvent

        description = _description(transition)
        self._publisher.publish(
            TransitionEvent(
                timestamp=time.time_ns(),
                transition=description.transition,
                start_state=description.start_state,
                goal_state=description.goal_state,
            )
        )

    def _change(self, request: Any, response: Any) -> Any:
        machine = self._node._state_machine
        wanted = request.transition
        try:
            number = machine.find(wanted.label).id if wanted.label else wanted.id
            result = self._node._rcl_change_state(number)
        except RCLError as error:
            self._node.get_logger().error(f"The state was not changed: {error}")
            result = TransitionCallbackReturn.ERROR
        response.success = result == TransitionCallbackReturn.SUCCESS
        return response

    def _get(self, request: Any, response: Any) -> Any:
        response.current_state = _state(self._node._state_machine.current)
        return response

    def _get_states(self, request: Any, response: Any) -> Any:
        response.available_states = [_state(state) for state in STATES.values()]
        return response

    def _get_transitions(self, request: Any, response: Any) -> Any:
        return _described(response, self._node._state_machine.available())

    def _get_graph(self, request: Any, response: Any) -> Any:
        return _described(response, TRANSITIONS)


def _described(response: Any, transitions: Iterable[Transition]) -> Any:
    response.available_transitions = [_description(transition) for transition in transitions]
    return response


def _description(transition: Transition) -> Any:
    from lifecycle_msgs.msg import Transition as Message
    from lifecycle_msgs.msg import TransitionDescription

    return TransitionDescription(
        transition=Message(id=transition.id, label=transition.label),
        start_state=_state(transition.start),
        goal_state=_state(transition.goal),
    )


def _state(state: LifecycleState) -> Any:
    from lifecycle_msgs.msg import State

    return State(id=state.state_id, label=state.label)
