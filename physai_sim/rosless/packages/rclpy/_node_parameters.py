"""The parameters of a node. Source: docs.ros.org, rclpy API, "Node", and "About parameters"."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Sequence
from typing import Any

from rclpy._parameter_rules import WRONG_TYPE
from rclpy._parameter_setting import SetMixin
from rclpy.exceptions import (
    InvalidParameterTypeException,
    InvalidParameterValueException,
    ParameterAlreadyDeclaredException,
    ParameterImmutableException,
    ParameterNotDeclaredException,
)
from rclpy.parameter import PARAMETER_SEPARATOR_STRING, Parameter, parameter_value_to_python
from rclpy.qos import qos_profile_parameter_events
from rclpy.validate_parameter_name import validate_parameter_name


class ParametersMixin(SetMixin):
    """Declares parameters; a value that was given from outside wins over the program's own."""

    _rcl_arguments: list[Any]

    def _rcl_init_parameters(
        self, overrides: list[Parameter], *, allow_undeclared: bool, from_overrides: bool
    ) -> None:
        """Begin without parameters; what is given from outside waits for its declaration.

        Args:
            overrides: Values that win over those of the command line.
            allow_undeclared: Whether parameters may be set without being declared.
            from_overrides: Whether values that are given from outside declare parameters.
        """
        from rcl_interfaces.msg import ParameterEvent

        self._rcl_parameters, self._rcl_descriptors = {}, {}
        self._rcl_pre_set_parameters_callbacks = []
        self._rcl_on_set_parameters_callbacks = []
        self._rcl_post_set_parameters_callbacks = []
        self._rcl_allow_undeclared_parameters = allow_undeclared
        self._rcl_parameter_overrides: dict[str, Parameter] = {}
        full_name = self.get_fully_qualified_name()  # type: ignore[attr-defined]
        for arguments in reversed(self._rcl_arguments):  # the node's own come first and win
            self._rcl_parameter_overrides |= arguments.parameter_overrides(full_name)
        self._rcl_parameter_overrides |= {parameter.name: parameter for parameter in overrides}
        self._rcl_parameter_event_publisher = self.create_publisher(  # type: ignore[attr-defined]
            ParameterEvent, "/parameter_events", qos_profile_parameter_events
        )
        if from_overrides:
            given = list(self._rcl_parameter_overrides.values())
            self.declare_parameters("", [(p.name, p.value) for p in given], ignore_override=True)

    def declare_parameter(
        self,
        name: str,
        value: Any = None,
        descriptor: Any = None,
        ignore_override: bool = False,
    ) -> Parameter:
        """Declare a parameter.

        Args:
            name: Its name.
            value: Its value, or a `Parameter.Type` where it has none yet.
            descriptor: `rcl_interfaces/msg/ParameterDescriptor`; its name and type are not used.
            ignore_override: Whether a value that was given from outside is left out.

        Returns:
            The parameter with the value that it got.

        Raises:
            ParameterAlreadyDeclaredException: If it was declared before.
            InvalidParameterException: If the name is none.
            InvalidParameterTypeException: If the value from outside is of another type.
            InvalidParameterValueException: If a callback or the descriptor refuses the value.
        """
        given = (name,) if value is None and descriptor is None else (name, value, descriptor)
        return self.declare_parameters("", [given], ignore_override)[0]

    def declare_parameters(
        self,
        namespace: str,
        parameters: Sequence[tuple[Any, ...]],
        ignore_override: bool = False,
    ) -> list[Parameter]:
        """Declare parameters; each is a name, alone, with a value, or with value and descriptor.

        Args:
            namespace: Put before all names with a dot, unless it is empty.
            parameters: The parameters; see `declare_parameter`, also for what is raised.
            ignore_override: Whether values that were given from outside are left out.
        """
        values: list[Parameter] = []
        descriptors: dict[str, Any] = {}
        for given in parameters:
            name, value, descriptor = _unpacked(namespace, given)
            value = _typed(name, value, descriptor)
            given_value = None if ignore_override else self._rcl_parameter_overrides.get(name)
            own = Parameter(name, value=value)
            values.append(own if given_value is None else _overriding(given_value, descriptor))
            descriptors[name] = descriptor
        if known := [
            parameter.name for parameter in values if parameter.name in self._rcl_parameters
        ]:
            raise ParameterAlreadyDeclaredException(known)
        for parameter in values:
            result = self._rcl_set([parameter], descriptors)
            if result.successful:
                continue
            if result.reason.startswith(WRONG_TYPE):
                expected = Parameter.Type(descriptors[parameter.name].type).name
                raise InvalidParameterTypeException(parameter, expected)
            raise InvalidParameterValueException(parameter.name, parameter.value, result.reason)
        return [self._rcl_parameters[parameter.name] for parameter in values]

    def undeclare_parameter(self, name: str) -> None:
        """Forget a parameter.

        Raises:
            ParameterNotDeclaredException: If it is not declared.
            ParameterImmutableException: If it can only be read.
        """
        if name not in self._rcl_parameters:
            raise ParameterNotDeclaredException(name)
        if self._rcl_descriptors[name].read_only:
            raise ParameterImmutableException(name)
        del self._rcl_parameters[name]
        del self._rcl_descriptors[name]

    def _rcl_publish_parameter_event(self, event: Any) -> None:
        event.node = self.get_fully_qualified_name()  # type: ignore[attr-defined]
        event.stamp = self.get_clock().now().to_msg()  # type: ignore[attr-defined]
        self._rcl_parameter_event_publisher.publish(event)


def _unpacked(namespace: str, given: tuple[Any, ...]) -> tuple[str, Any, Any]:
    """Full name, value and descriptor of a parameter that is to be declared."""
    from rcl_interfaces.msg import ParameterDescriptor

    if not 1 <= len(given) <= 3:
        raise TypeError(f"Invalid parameter tuple {given}: expecting length between 1 and 3")
    name, value, descriptor = (*given, None, None)[:3]
    if not isinstance(name, str):
        raise TypeError(f"First element {name} in parameters list is not a str.")
    name = f"{namespace}{PARAMETER_SEPARATOR_STRING}{name}" if namespace else name
    validate_parameter_name(name)
    if descriptor is not None and not isinstance(descriptor, ParameterDescriptor):
        raise TypeError(
            f"Third element {descriptor} in parameters list is not a ParameterDescriptor."
        )
    descriptor = ParameterDescriptor() if descriptor is None else copy.copy(descriptor)
    if len(given) == 1:
        warnings.warn(
            f"when declaring parameter named '{name}', declaring a parameter only providing its "
            "name is deprecated: give a value, a Parameter.Type, or a descriptor with "
            "dynamic_typing=True",
            stacklevel=4,
        )
        descriptor.dynamic_typing = True
    return name, value, descriptor


def _typed(name: str, value: Any, descriptor: Any) -> Any:
    """Give the value, and its type to the descriptor, unless that leaves the type free."""
    if isinstance(value, Parameter.Type):
        if value is Parameter.Type.NOT_SET:
            raise ValueError(
                f"Cannot declare parameter {{{name}}} as statically typed of type NOT_SET"
            )
        if descriptor.dynamic_typing:
            raise ValueError(
                f"When declaring parameter {{{name}}} passing a descriptor with "
                "`dynamic_typing=True` is not allowed when the parameter type is provided"
            )
        descriptor.type = value.value
        return None
    if hasattr(value, "bool_array_value"):
        value = parameter_value_to_python(value)
    if not descriptor.dynamic_typing:
        descriptor.type = Parameter.Type.from_parameter_value(value).value
        if descriptor.type == Parameter.Type.NOT_SET.value:
            raise ValueError(
                f"Cannot declare a statically typed parameter {{{name}}} with default value "
                "of type PARAMETER_NOT_SET"
            )
    return value


def _overriding(given: Parameter, descriptor: Any) -> Parameter:
    """A value that was given from outside; an empty list has the type that is wanted."""
    wanted = Parameter.Type(descriptor.type)
    if isinstance(given.value, list) and not given.value and wanted.check([]):
        return Parameter(given.name, wanted, [])
    return given
