"""A node whose life cycle others manage. Source: docs.ros.org, rclpy API, "lifecycle"."""

from __future__ import annotations

import traceback
from typing import Any

from rclpy.callback_groups import CallbackGroup
from rclpy.lifecycle.interface import CommunicationInterface
from rclpy.lifecycle.managed_entity import ManagedEntity, TransitionCallbackReturn
from rclpy.lifecycle.publisher import LifecyclePublisher
from rclpy.lifecycle.state_machine import LifecycleState, StateMachine, Transition
from rclpy.node import Node
from rclpy.publisher import Publisher

_CALLBACKS = {
    "configuring": "on_configure",
    "cleaningup": "on_cleanup",
    "shuttingdown": "on_shutdown",
    "activating": "on_activate",
    "deactivating": "on_deactivate",
    "errorprocessing": "on_error",
}


class LifecycleNodeMixin(ManagedEntity):
    """The managed life of a node; to be mixed into a `Node`, after whose start it is started.

    Args:
        enable_communication_interface: Whether others may see and change the state.
        callback_group: Says when their requests may be answered.
    """

    def __init__(
        self,
        *,
        enable_communication_interface: bool = True,
        callback_group: CallbackGroup | None = None,
    ) -> None:
        self._managed_entities: dict[ManagedEntity, None] = {}
        self._rcl_interface: CommunicationInterface | None = None
        self._state_machine = StateMachine(self._rcl_on_transition)
        if enable_communication_interface:
            self._rcl_interface = CommunicationInterface(self, callback_group)

    def trigger_configure(self) -> TransitionCallbackReturn:
        """Configure the node.

        Returns:
            How its callback went.

        Raises:
            RCLError: If the state does not allow it; as for the others below.
        """
        return self._rcl_change_state("configure")

    def trigger_cleanup(self) -> TransitionCallbackReturn:
        """Take its configuration back."""
        return self._rcl_change_state("cleanup")

    def trigger_activate(self) -> TransitionCallbackReturn:
        """Activate it."""
        return self._rcl_change_state("activate")

    def trigger_deactivate(self) -> TransitionCallbackReturn:
        """Deactivate it."""
        return self._rcl_change_state("deactivate")

    def trigger_shutdown(self) -> TransitionCallbackReturn:
        """End its work for good."""
        return self._rcl_change_state("shutdown")

    def add_managed_entity(self, entity: ManagedEntity) -> None:
        """Let the callbacks of the node call those of this entity.

        Raises:
            TypeError: If it is no managed entity.
        """
        if not isinstance(entity, ManagedEntity):
            raise TypeError(f"Expected a rclpy.lifecycle.ManagedEntity instance, got {entity!r}")
        self._managed_entities[entity] = None

    def create_lifecycle_publisher(self, *args: Any, **kwargs: Any) -> LifecyclePublisher:
        """Make a publisher that publishes while the node is active; see `create_publisher`."""
        if "publisher_class" in kwargs:
            raise TypeError(
                "create_lifecycle_publisher() got an unexpected keyword argument 'publisher_class'"
            )
        kwargs["publisher_class"] = LifecyclePublisher
        made: Any = Node.create_publisher(self, *args, **kwargs)  # type: ignore[arg-type]
        self._managed_entities[made] = None
        return made  # type: ignore[no-any-return]

    def destroy_lifecycle_publisher(self, publisher: LifecyclePublisher) -> bool:
        """Remove such a publisher; False if it is not one of this node."""
        self._managed_entities.pop(publisher, None)
        as_publisher: Publisher = publisher
        return bool(Node.destroy_publisher(self, as_publisher))  # type: ignore[arg-type]

    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Call `on_configure` of all managed entities, up to the first that fails.

        A subclass that does more calls this as well; so for the others below.
        """
        return self._rcl_call_entities("on_configure", state)

    def on_cleanup(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Call `on_cleanup` of all managed entities."""
        return self._rcl_call_entities("on_cleanup", state)

    def on_shutdown(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Call `on_shutdown` of all managed entities."""
        return self._rcl_call_entities("on_shutdown", state)

    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Call `on_activate` of all managed entities."""
        return self._rcl_call_entities("on_activate", state)

    def on_deactivate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Call `on_deactivate` of all managed entities."""
        return self._rcl_call_entities("on_deactivate", state)

    def on_error(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Call `on_error` of all managed entities."""
        return self._rcl_call_entities("on_error", state)

    def _rcl_call_entities(self, callback: str, state: LifecycleState) -> TransitionCallbackReturn:
        for entity in list(self._managed_entities):
            result = getattr(entity, callback)(state)
            if not isinstance(result, TransitionCallbackReturn):
                raise TypeError(
                    f"{callback}() of {entity!r} must return TransitionCallbackReturn, "
                    f"got {result!r}"
                )
            if result != TransitionCallbackReturn.SUCCESS:
                return result
        return TransitionCallbackReturn.SUCCESS

    def _rcl_change_state(self, which: int | str) -> TransitionCallbackReturn:
        """Take a transition and that to which its callback leads; gives what the callback gave."""
        before = self._state_machine.current
        self._state_machine.trigger(which)
        result = self._rcl_run_callback(before)
        self._state_machine.trigger(result.to_label())
        if result is TransitionCallbackReturn.ERROR:
            after_error = self._rcl_run_callback(before)
            self._state_machine.trigger(after_error.to_label())
        return result

    def _rcl_run_callback(self, before: LifecycleState) -> TransitionCallbackReturn:
        """Run the callback of the current state; one that raises leads to error processing."""
        name = _CALLBACKS[self._state_machine.current.label]
        try:
            result = getattr(self, name)(before)
            if isinstance(result, TransitionCallbackReturn):
                return result
            problem = f"must return TransitionCallbackReturn, got {result!r}"
        except Exception:
            problem = f"raised:\n{traceback.format_exc()}"
        self.get_logger().error(f"{name}() {problem}")  # type: ignore[attr-defined]
        return TransitionCallbackReturn.ERROR

    def _rcl_on_transition(self, transition: Transition) -> None:
        if self._rcl_interface is not None:
            self._rcl_interface.publish(transition)


class LifecycleNode(LifecycleNodeMixin, Node):
    """A node whose life cycle others manage.

    Args:
        node_name: Its name.
        enable_communication_interface: Whether others may see and change the state.
        **kwargs: As for `Node`.
    """

    def __init__(
        self, node_name: str, *, enable_communication_interface: bool = True, **kwargs: Any
    ) -> None:
        Node.__init__(self, node_name, **kwargs)
        LifecycleNodeMixin.__init__(
            self, enable_communication_interface=enable_communication_interface
        )
