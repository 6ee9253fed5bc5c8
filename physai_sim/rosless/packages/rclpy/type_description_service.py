"""The service that tells what types look like. Source: REP-2016, `GetTypeDescription`."""

from __future__ import annotations

from typing import Any

from physai_sim.rosless.interfaces import codec, get_class
from physai_sim.rosless.interfaces.registry import struct_of
from physai_sim.rosless.interfaces.type_hash import type_description
from rclpy.parameter import Parameter
from rclpy.qos import qos_profile_services_default

START_TYPE_DESCRIPTION_SERVICE_PARAM = "start_type_description_service"


class TypeDescriptionService:
    """Serves descriptions of messages under a node's name, unless a parameter says no.

    Args:
        node: The node.
    """

    def __init__(self, node: Any) -> None:
        from rcl_interfaces.msg import ParameterDescriptor

        name = START_TYPE_DESCRIPTION_SERVICE_PARAM
        if not node.has_parameter(name):
            about = "If enabled, start the ~/get_type_description service."
            descriptor = ParameterDescriptor(description=about, read_only=True)
            node.declare_parameter(name, True, descriptor)
        given = node.get_parameter(name)
        self.enabled = bool(given.type_ is Parameter.Type.BOOL and given.value)
        self.service_name = f"{node.get_name()}/get_type_description"
        if given.type_ is not Parameter.Type.BOOL:
            what = f"Invalid type for parameter '{name}' {given.type_} should be bool"
            node.get_logger().error(what)
        if self.enabled:
            from type_description_interfaces.srv import GetTypeDescription

            node.create_service(
                GetTypeDescription,
                self.service_name,
                self._answer,
                qos_profile=qos_profile_services_default,
            )

    def destroy(self) -> None:
        """Nothing is left to do: the service ends with its node."""

    def _answer(self, request: Any, response: Any) -> Any:
        try:
            struct = struct_of(request.type_name)
            known = codec(get_class(request.type_name)).type_hash
        except (LookupError, ValueError) as error:
            response.failure_reason = f"Type not currently in use by this node: {error}"
            return response
        if request.type_hash not in ("", known):
            response.failure_reason = (
                f"Type not currently in use by this node: {request.type_name} has hash {known}, "
                f"asked for {request.type_hash}"
            )
            return response
        response.type_description = _message(type_description(struct, struct_of))
        response.successful = True
        return response


def _message(description: dict[str, Any]) -> Any:
    """A description as `type_description_interfaces/msg/TypeDescription`."""
    from type_description_interfaces.msg import TypeDescription

    return TypeDescription(
        type_description=_individual(description["type_description"]),
        referenced_type_descriptions=[
            _individual(other) for other in description["referenced_type_descriptions"]
        ],
    )


def _individual(description: dict[str, Any]) -> Any:
    from type_description_interfaces.msg import Field, FieldType, IndividualTypeDescription

    fields = [
        Field(name=field["name"], type=FieldType(**field["type"]))
        for field in description["fields"]
    ]
    return IndividualTypeDescription(type_name=description["type_name"], fields=fields)
