"""What rclpy raises. Source: docs.ros.org, rclpy API, "exceptions"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rclpy.parameter import Parameter


class RCLError(RuntimeError):
    """An operation of the layers below failed."""


class InvalidHandle(RuntimeError):  # noqa: N818 - rclpy's names
    """Something was used after it had been destroyed."""


class NodeNameNonExistentError(RCLError):
    """No node of this name is known."""


class UnsupportedEventTypeError(RCLError):
    """The middleware does not report this kind of event."""


class TimerCancelledError(RCLError):
    """A timer was called that had been canceled."""


class UnknownROSArgsError(RuntimeError):
    """The command line holds a ROS argument that nobody knows."""


class RCLInvalidROSArgsError(RCLError):
    """The command line holds a ROS argument that is written wrongly."""


class NotInitializedException(Exception):  # noqa: N818
    """Something was used that needs `rclpy.init()` first.

    Args:
        message: What was used.
    """

    def __init__(self, message: str | None = None) -> None:
        what = f" msg:{message}" if message else ""
        super().__init__(f"rclpy.init() has not been called.{what}")


class NoImplementationAvailableException(Exception):  # noqa: N818
    """No middleware is there."""

    def __init__(self) -> None:
        super().__init__("no rmw implementation available")


class NoTypeSupportImportedException(Exception):  # noqa: N818
    """A class is no message, service or action of a ROS package."""

    def __init__(self) -> None:
        super().__init__("no type_support imported")


class NameValidationException(Exception):  # noqa: N818
    """A name breaks the rules for its kind; the text points at the place.

    Args:
        name_type: Kind of name.
        name: The name.
        error_msg: Which rule it breaks.
        invalid_index: Where, as an index into the name.
    """

    def __init__(self, name_type: str, name: str, error_msg: str, invalid_index: int) -> None:
        pointer = " " * invalid_index + "^"
        super().__init__(f"Invalid {name_type}: {error_msg}:\n  '{name}'\n   {pointer}")
        self.name_type, self.name = name_type, name
        self.error_msg, self.invalid_index = error_msg, invalid_index


class InvalidNamespaceException(NameValidationException):
    """A namespace breaks the rules."""

    def __init__(self, name: str, error_msg: str, invalid_index: int) -> None:
        super().__init__("namespace", name, error_msg, invalid_index)


class InvalidNodeNameException(NameValidationException):
    """A node name breaks the rules."""

    def __init__(self, name: str, error_msg: str, invalid_index: int) -> None:
        super().__init__("node name", name, error_msg, invalid_index)


class InvalidTopicNameException(NameValidationException):
    """A topic name breaks the rules."""

    def __init__(self, name: str, error_msg: str, invalid_index: int) -> None:
        super().__init__("topic name", name, error_msg, invalid_index)


class InvalidServiceNameException(NameValidationException):
    """A service name breaks the rules."""

    def __init__(self, name: str, error_msg: str, invalid_index: int) -> None:
        super().__init__("service name", name, error_msg, invalid_index)


class ParameterException(Exception):  # noqa: N818
    """Base of what goes wrong with parameters.

    Args:
        error_msg: What is wrong.
        parameters: Name or names of the parameters.
    """

    def __init__(self, error_msg: str, parameters: str | list[str]) -> None:
        super().__init__(f"{error_msg}: {parameters}")


class ParameterNotDeclaredException(ParameterException):
    """A parameter was used that was not declared."""

    def __init__(self, parameters: str | list[str]) -> None:
        super().__init__("Invalid access to undeclared parameter(s)", parameters)


class ParameterAlreadyDeclaredException(ParameterException):
    """A parameter was declared twice."""

    def __init__(self, parameters: str | list[str]) -> None:
        super().__init__("Parameter(s) already declared", parameters)


class InvalidParameterException(ParameterException):
    """A parameter was declared under a name that may not be one."""

    def __init__(self, parameter_name: str) -> None:
        super().__init__("Invalid parameter name", parameter_name)


class InvalidParameterTypeException(ParameterException):
    """A parameter was to get a value of another type than it was declared with.

    Args:
        desired_parameter: The parameter with that value.
        expected_type: Name of the type that it has.
    """

    def __init__(self, desired_parameter: Parameter, expected_type: str) -> None:
        name, value = desired_parameter.name, desired_parameter.value
        super().__init__(
            f"Trying to set parameter '{name}' to '{value}' of type "
            f"'{desired_parameter.type_.name}', expecting type '{expected_type}'",
            name,
        )


class InvalidParameterValueException(ParameterException):
    """A value was refused by a callback of the program or by the parameter's descriptor."""

    def __init__(self, parameter: str, value: Any, reason: str) -> None:
        super().__init__(
            f"Invalid parameter value ({value}) for parameter. Reason: {reason}", parameter
        )


class ParameterImmutableException(ParameterException):
    """A read-only parameter was to be changed."""

    def __init__(self, parameter_name: str) -> None:
        super().__init__("Attempted to modify read-only parameter", parameter_name)


class ParameterUninitializedException(ParameterException):
    """A parameter was read that was declared with a type and no value, and got none since."""

    def __init__(self, parameter_name: str) -> None:
        super().__init__(f"The parameter '{parameter_name}' is not initialized", parameter_name)


class ROSInterruptException(Exception):  # noqa: N818
    """A wait was ended by the end of its context."""

    def __init__(self) -> None:
        super().__init__("rclpy.shutdown() has been called")
