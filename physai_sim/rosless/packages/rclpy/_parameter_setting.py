"""The part of a node that sets its parameters. Source: docs.ros.org, rclpy API, "Node"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rclpy._parameter_reading import ReadMixin
from rclpy._parameter_rules import reason_against
from rclpy.exceptions import (
    InvalidParameterValueException,
    ParameterImmutableException,
    ParameterNotDeclaredException,
)
from rclpy.parameter import Parameter, parameter_value_to_python

Descriptors = dict[str, Any]
"""`rcl_interfaces/msg/ParameterDescriptor` by the parameter's name."""


class SetMixin(ReadMixin):
    """Sets parameters after all who may object were asked, and tells all who want to know."""

    _rcl_pre_set_parameters_callbacks: list[Callable[[list[Parameter]], list[Parameter]]]
    _rcl_on_set_parameters_callbacks: list[Callable[[list[Parameter]], Any]]
    _rcl_post_set_parameters_callbacks: list[Callable[[list[Parameter]], object]]

    def set_parameters(self, parameter_list: list[Parameter]) -> list[Any]:
        """Set parameters one after the other.

        A value of type NOT_SET undeclares a parameter that may change its type.

        Returns:
            `rcl_interfaces/msg/SetParametersResult` of each.

        Raises:
            ParameterNotDeclaredException: If one is not declared, and that is not allowed.
        """
        return [self._rcl_ask_and_set([parameter]) for parameter in parameter_list]

    def set_parameters_atomically(self, parameter_list: list[Parameter]) -> Any:
        """Set all of these parameters or none; see `set_parameters`.

        Returns:
            `rcl_interfaces/msg/SetParametersResult`.
        """
        return self._rcl_ask_and_set(parameter_list)

    def set_descriptor(self, name: str, descriptor: Any, alternative_value: Any = None) -> Any:
        """Give a parameter another descriptor.

        Args:
            name: The parameter.
            descriptor: `rcl_interfaces/msg/ParameterDescriptor`.
            alternative_value: `rcl_interfaces/msg/ParameterValue` that it gets, if its value does
                not fit the new descriptor.

        Returns:
            `rcl_interfaces/msg/ParameterValue` that it has now.

        Raises:
            ParameterNotDeclaredException: If it is not declared, and that is not allowed.
            ParameterImmutableException: If it can only be read.
            InvalidParameterValueException: If neither value fits the new descriptor.
        """
        current = self.get_parameter(name)
        if not self.has_parameter(name):
            return current.get_parameter_value()
        if self._rcl_descriptors[name].read_only:
            raise ParameterImmutableException(name)
        descriptor.name = name
        chosen = current
        if _reason(current, descriptor) and alternative_value is not None:
            chosen = Parameter(name, value=parameter_value_to_python(alternative_value))
        if reason := _reason(chosen, descriptor):
            raise InvalidParameterValueException(name, chosen.value, reason)
        self._rcl_parameters[name], self._rcl_descriptors[name] = chosen, descriptor
        return chosen.get_parameter_value()

    def add_pre_set_parameters_callback(
        self, callback: Callable[[list[Parameter]], list[Parameter]]
    ) -> None:
        """Let this change the list of parameters that are to be set; the newest is asked first."""
        self._rcl_pre_set_parameters_callbacks.insert(0, callback)

    def add_on_set_parameters_callback(self, callback: Callable[[list[Parameter]], Any]) -> None:
        """Let this object, by a `SetParametersResult`; the newest is asked first."""
        self._rcl_on_set_parameters_callbacks.insert(0, callback)

    def add_post_set_parameters_callback(
        self, callback: Callable[[list[Parameter]], object]
    ) -> None:
        """Tell this what was set; the newest is told first."""
        self._rcl_post_set_parameters_callbacks.insert(0, callback)

    def remove_pre_set_parameters_callback(
        self, callback: Callable[[list[Parameter]], list[Parameter]]
    ) -> None:
        """Ask this no more; ValueError if it was not asked before."""
        self._rcl_pre_set_parameters_callbacks.remove(callback)

    def remove_on_set_parameters_callback(
        self, callback: Callable[[list[Parameter]], Any]
    ) -> None:
        """Ask this no more; ValueError if it was not asked before."""
        self._rcl_on_set_parameters_callbacks.remove(callback)

    def remove_post_set_parameters_callback(
        self, callback: Callable[[list[Parameter]], object]
    ) -> None:
        """Tell this no more; ValueError if it was not told before."""
        self._rcl_post_set_parameters_callbacks.remove(callback)

    def _rcl_ask_and_set(self, parameters: list[Parameter]) -> Any:
        if self._rcl_pre_set_parameters_callbacks:
            asked = [callback(parameters) for callback in self._rcl_pre_set_parameters_callbacks]
            parameters = [parameter for several in asked for parameter in several]
            if not parameters:
                return _refused(
                    "parameter list cannot be empty, this might be due to "
                    "pre_set_parameters_callback modifying the original parameters list."
                )
        if not all(isinstance(parameter, Parameter) for parameter in parameters):
            raise TypeError(f"parameter must be instance of type '{Parameter!r}'")
        unknown = [p.name for p in parameters if p.name not in self._rcl_parameters]
        if unknown and not self._rcl_allow_undeclared_parameters:
            raise ParameterNotDeclaredException(unknown)
        return self._rcl_set(parameters)

    def _rcl_set(
        self, parameters: list[Parameter], new_descriptors: Descriptors | None = None
    ) -> Any:
        """Set parameters, and declare them where new descriptors are given."""
        from rcl_interfaces.msg import SetParametersResult

        descriptors = self._rcl_descriptors if new_descriptors is None else new_descriptors
        for parameter in parameters:
            if (descriptor := descriptors.get(parameter.name)) is None:
                continue
            descriptor.name = parameter.name
            declared = self.has_parameter(parameter.name)
            check = new_descriptors is None
            if reason := _reason(parameter, descriptor, declared=declared, check_read_only=check):
                return _refused(reason)
        for callback in list(self._rcl_on_set_parameters_callbacks):
            result = callback(parameters)
            if not result.successful:
                return result
        self._rcl_store(parameters, new_descriptors)
        for told in list(self._rcl_post_set_parameters_callbacks):
            told(parameters)
        return SetParametersResult(successful=True)

    def _rcl_store(self, parameters: list[Parameter], new_descriptors: Descriptors | None) -> None:
        """Keep values and descriptors, and publish what changed."""
        from rcl_interfaces.msg import ParameterDescriptor, ParameterEvent

        event = ParameterEvent()
        for parameter in parameters:
            name = parameter.name
            if new_descriptors is None and parameter.type_ is Parameter.Type.NOT_SET:
                event.deleted_parameters.append(parameter.to_parameter_msg())
                self._rcl_parameters.pop(name, None)
                self._rcl_descriptors.pop(name, None)
                continue
            if new_descriptors is not None:
                self._rcl_descriptors[name] = new_descriptors[name]
            elif name not in self._rcl_descriptors:
                self._rcl_descriptors[name] = ParameterDescriptor(name=name, dynamic_typing=True)
                self._rcl_descriptors[name].type = parameter.type_.value
            is_new = self.get_parameter_or(name).type_ is Parameter.Type.NOT_SET
            told = event.new_parameters if is_new else event.changed_parameters
            told.append(parameter.to_parameter_msg())
            self._rcl_parameters[name] = parameter
        self._rcl_publish_parameter_event(event)

    def _rcl_publish_parameter_event(self, event: Any) -> None:
        """Tell the other nodes; the node does that."""


def _reason(
    parameter: Parameter,
    descriptor: Any,
    *,
    declared: bool = False,
    check_read_only: bool = False,
) -> str:
    return reason_against(
        parameter, descriptor, declared=declared, check_read_only=check_read_only
    )


def _refused(reason: str) -> Any:
    from rcl_interfaces.msg import SetParametersResult

    return SetParametersResult(successful=False, reason=reason)
