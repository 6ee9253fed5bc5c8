"""Calls back when parameters of any node change.

Source: docs.ros.org, "Monitoring for parameter changes (Python)".
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from rclpy.callback_groups import CallbackGroup
from rclpy.qos import QoSProfile, qos_profile_parameter_events


@dataclass(frozen=True, slots=True, eq=False)
class ParameterCallbackHandle:
    """A callback for one parameter."""

    parameter_name: str
    node_name: str
    callback: Callable[[Any], object]


@dataclass(frozen=True, slots=True, eq=False)
class ParameterEventCallbackHandle:
    """A callback for all changes."""

    callback: Callable[[Any], object]


class ParameterEventHandler:
    """Listens to changes of parameters.

    Args:
        node: Subscribes.
        qos_profile: How the topic is wanted.
        callback_group: Says when callbacks may run.
        **options: As for a subscription.
    """

    def __init__(
        self,
        node: Any,
        qos_profile: QoSProfile = qos_profile_parameter_events,
        callback_group: CallbackGroup | None = None,
        **options: Any,
    ) -> None:
        from rcl_interfaces.msg import ParameterEvent

        self.node, self.qos_profile = node, qos_profile
        self._lock = threading.RLock()
        self._handles: list[ParameterCallbackHandle] = []
        self._event_handles: list[ParameterEventCallbackHandle] = []
        self.parameter_event_subscription = node.create_subscription(
            ParameterEvent,
            "/parameter_events",
            self._on_event,
            qos_profile,
            callback_group=callback_group,
            **options,
        )

    def destroy(self) -> None:
        """Listen no more."""
        self.node.destroy_subscription(self.parameter_event_subscription)

    @staticmethod
    def get_parameter_from_event(event: Any, parameter_name: str, node_name: str) -> Any:
        """The `rcl_interfaces/msg/Parameter` of an event; None if it tells of others."""
        if event.node != node_name:
            return None
        found = ParameterEventHandler.get_parameters_from_event(event)
        return next((p for p in found if p.name == parameter_name), None)

    @staticmethod
    def get_parameters_from_event(event: Any) -> Iterable[Any]:
        """All parameters of an event that are new or changed."""
        return chain(event.new_parameters, event.changed_parameters)

    def add_parameter_callback(
        self, parameter_name: str, node_name: str, callback: Callable[[Any], object]
    ) -> ParameterCallbackHandle:
        """Call back when a parameter changes; the newest callback is called first.

        Args:
            parameter_name: The parameter.
            node_name: Its node; relative to this node's namespace, empty: this node.
            callback: Called with the `rcl_interfaces/msg/Parameter`.

        Returns:
            What `remove_parameter_callback` wants.
        """
        handle = ParameterCallbackHandle(parameter_name, self._full(node_name), callback)
        with self._lock:
            self._handles.insert(0, handle)
        return handle

    def remove_parameter_callback(self, handle: ParameterCallbackHandle) -> None:
        """Call this back no more.

        Raises:
            RuntimeError: If it was not called back before.
        """
        with self._lock:
            if handle not in self._handles:
                raise RuntimeError("Callback doesn't exist")
            self._handles.remove(handle)

    def add_parameter_event_callback(
        self, callback: Callable[[Any], object]
    ) -> ParameterEventCallbackHandle:
        """Call back with each `rcl_interfaces/msg/ParameterEvent`."""
        handle = ParameterEventCallbackHandle(callback)
        with self._lock:
            self._event_handles.insert(0, handle)
        return handle

    def remove_parameter_event_callback(self, handle: ParameterEventCallbackHandle) -> None:
        """Call this back no more.

        Raises:
            RuntimeError: If it was not called back before.
        """
        with self._lock:
            if handle not in self._event_handles:
                raise RuntimeError("Callback doesn't exist")
            self._event_handles.remove(handle)

    def _on_event(self, event: Any) -> None:
        with self._lock:
            handles, event_handles = list(self._handles), list(self._event_handles)
        for handle in handles:
            found = self.get_parameter_from_event(event, handle.parameter_name, handle.node_name)
            if found is not None:
                handle.callback(found)
        for event_handle in event_handles:
            event_handle.callback(event)

    def _full(self, node_name: str) -> str:
        if not node_name:
            return str(self.node.get_fully_qualified_name())
        if node_name.startswith("/"):
            return node_name
        return f"{self.node.get_namespace().rstrip('/')}/{node_name}"
