"""The services by which others get and set a node's parameters. Source: rcl_interfaces, `srv`."""

from __future__ import annotations

import weakref
from typing import Any

from rclpy.exceptions import ParameterNotDeclaredException, ParameterUninitializedException
from rclpy.parameter import Parameter
from rclpy.qos import qos_profile_parameters


class ParameterService:
    """Serves the parameters of a node.

    Args:
        node: The node.
    """

    def __init__(self, node: Any) -> None:
        from rcl_interfaces.srv import (
            DescribeParameters,
            GetParameters,
            GetParameterTypes,
            ListParameters,
            SetParameters,
            SetParametersAtomically,
        )

        self._node_weak_ref = weakref.ref(node)
        services = {
            "describe_parameters": (DescribeParameters, self._describe),
            "get_parameters": (GetParameters, self._get),
            "get_parameter_types": (GetParameterTypes, self._get_types),
            "list_parameters": (ListParameters, self._list),
            "set_parameters": (SetParameters, self._set),
            "set_parameters_atomically": (SetParametersAtomically, self._set_atomically),
        }
        for name, (kind, callback) in services.items():
            full = f"{node.get_name()}/{name}"
            node.create_service(kind, full, callback, qos_profile=qos_profile_parameters)

    def _describe(self, request: Any, response: Any) -> Any:
        try:
            response.descriptors = self._node().describe_parameters(list(request.names))
        except ParameterNotDeclaredException:
            response.descriptors = []
        return response

    def _get(self, request: Any, response: Any) -> Any:
        try:
            found = self._node().get_parameters(list(request.names))
            response.values = [parameter.get_parameter_value() for parameter in found]
        except (ParameterNotDeclaredException, ParameterUninitializedException):
            response.values = []
        return response

    def _get_types(self, request: Any, response: Any) -> Any:
        try:
            kinds = self._node().get_parameter_types(list(request.names))
            response.types = [getattr(kind, "value", kind) for kind in kinds]
        except ParameterNotDeclaredException:
            response.types = []
        return response

    def _list(self, request: Any, response: Any) -> Any:
        response.result = self._node().list_parameters(list(request.prefixes), int(request.depth))
        return response

    def _set(self, request: Any, response: Any) -> Any:
        response.results = [self._set_all([message]) for message in request.parameters]
        return response

    def _set_atomically(self, request: Any, response: Any) -> Any:
        response.result = self._set_all(request.parameters)
        return response

    def _set_all(self, messages: Any) -> Any:
        """Set all or none; what the sender did wrong is told to the sender."""
        from rcl_interfaces.msg import SetParametersResult

        try:
            given = [Parameter.from_parameter_msg(message) for message in messages]
            return self._node().set_parameters_atomically(given)
        except (ParameterNotDeclaredException, ValueError) as error:
            return SetParametersResult(successful=False, reason=str(error))

    def _node(self) -> Any:
        node = self._node_weak_ref()
        if node is None:
            raise ReferenceError("the node of the parameter services is gone")
        return node
