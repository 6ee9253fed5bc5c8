"""Gets and sets the parameters of another node. Source: docs.ros.org, rclpy API, "Parameter"."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from rclpy.callback_groups import CallbackGroup
from rclpy.client import Client
from rclpy.parameter import Parameter, parameter_dict_from_yaml_file
from rclpy.qos import (
    QoSProfile,
    qos_profile_parameter_events,
    qos_profile_services_default,
)
from rclpy.subscription import Subscription
from rclpy.task import Future

POLL_S = 0.01
Callback = Callable[[Future[Any]], object]
"""Called with the future when the answer is there."""


class AsyncParameterClient:
    """Asks for parameters; answers come when the node is spun.

    Each method gives a future of the response of the service of its name in `rcl_interfaces/srv`,
    and takes a callback for it.

    Args:
        node: Asks.
        remote_node_name: The node whose parameters they are.
        qos_profile: Of the services.
        callback_group: Says when answers may be taken.
    """

    def __init__(
        self,
        node: Any,
        remote_node_name: str,
        qos_profile: QoSProfile = qos_profile_services_default,
        callback_group: CallbackGroup | None = None,
    ) -> None:
        from rcl_interfaces.srv import (
            DescribeParameters,
            GetParameters,
            GetParameterTypes,
            ListParameters,
            SetParameters,
            SetParametersAtomically,
        )

        self.node, self.remote_node_name = node, remote_node_name
        kinds = {
            "get_parameters": GetParameters,
            "list_parameters": ListParameters,
            "set_parameters": SetParameters,
            "get_parameter_types": GetParameterTypes,
            "describe_parameters": DescribeParameters,
            "set_parameters_atomically": SetParametersAtomically,
        }
        self._clients: dict[str, Client] = {
            name: node.create_client(
                kind,
                f"{remote_node_name}/{name}",
                qos_profile=qos_profile,
                callback_group=callback_group,
            )
            for name, kind in kinds.items()
        }

    def services_are_ready(self) -> bool:
        """Whether the node serves its parameters."""
        return all(client.service_is_ready() for client in self._clients.values())

    def wait_for_services(self, timeout_sec: float | None = None) -> bool:
        """Wait until it does; whether that came about in time.

        Args:
            timeout_sec: By default without limit [s].
        """
        deadline = None if timeout_sec is None else time.monotonic() + timeout_sec
        while self.node.context.ok() and not self.services_are_ready():
            if deadline is not None and time.monotonic() >= deadline:
                return False
            time.sleep(POLL_S)
        return self.services_are_ready()

    def list_parameters(
        self,
        prefixes: list[str] | None = None,
        depth: int | None = None,
        callback: Callback | None = None,
    ) -> Future[Any]:
        """Ask for names, below some groups or all, down to a depth or all."""
        wanted = {"prefixes": prefixes or [], "depth": depth or 0}
        return self._ask("list_parameters", wanted, callback)

    def get_parameters(self, names: list[str], callback: Callback | None = None) -> Future[Any]:
        """Ask for values."""
        return self._ask("get_parameters", {"names": names}, callback)

    def describe_parameters(
        self, names: list[str], callback: Callback | None = None
    ) -> Future[Any]:
        """Ask for descriptors."""
        return self._ask("describe_parameters", {"names": names}, callback)

    def get_parameter_types(
        self, names: list[str], callback: Callback | None = None
    ) -> Future[Any]:
        """Ask for types."""
        return self._ask("get_parameter_types", {"names": names}, callback)

    def set_parameters(
        self, parameters: Sequence[Any], callback: Callback | None = None
    ) -> Future[Any]:
        """Set parameters, given as `Parameter` or its message, one after the other."""
        return self._ask("set_parameters", {"parameters": _messages(parameters)}, callback)

    def set_parameters_atomically(
        self, parameters: Sequence[Any], callback: Callback | None = None
    ) -> Future[Any]:
        """Set all of these parameters or none."""
        wanted = {"parameters": _messages(parameters)}
        return self._ask("set_parameters_atomically", wanted, callback)

    def delete_parameters(self, names: list[str], callback: Callback | None = None) -> Future[Any]:
        """Undeclare parameters, which must be ones that may change their type."""
        return self.set_parameters([Parameter(name) for name in names], callback)

    def load_parameter_file(
        self,
        parameter_file: str,
        use_wildcard: bool = False,
        callback: Callback | None = None,
    ) -> Future[Any]:
        """Set the parameters of a file; see `parameter_dict_from_yaml_file`."""
        found = parameter_dict_from_yaml_file(parameter_file, use_wildcard)
        return self.set_parameters(list(found.values()), callback)

    def load_parameter_file_atomically(
        self,
        parameter_file: str,
        use_wildcard: bool = False,
        callback: Callback | None = None,
    ) -> Future[Any]:
        """Set all parameters of a file or none."""
        found = parameter_dict_from_yaml_file(parameter_file, use_wildcard)
        return self.set_parameters_atomically(list(found.values()), callback)

    def on_parameter_event(
        self,
        callback: Callable[[Any], object],
        qos_profile: QoSProfile = qos_profile_parameter_events,
        **options: Any,
    ) -> Subscription:
        """Call back for changes of parameters of all nodes; options as for a subscription."""
        from rcl_interfaces.msg import ParameterEvent

        found: Subscription = self.node.create_subscription(
            ParameterEvent, "/parameter_events", callback, qos_profile, **options
        )
        return found

    def _ask(self, name: str, fields: dict[str, Any], callback: Callback | None) -> Future[Any]:
        client = self._clients[name]
        future: Future[Any] = client.call_async(client.srv_type.Request(**fields))
        if callback is not None:
            future.add_done_callback(callback)
        return future


def _messages(parameters: Sequence[Any]) -> list[Any]:
    return [p.to_parameter_msg() if isinstance(p, Parameter) else p for p in parameters]
