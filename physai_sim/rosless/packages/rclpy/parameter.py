"""Parameters: a name, a type and a value. Source: rcl_interfaces, `msg/ParameterType.msg`."""

from __future__ import annotations

import array
from enum import Enum
from typing import Any, Union

import yaml

from rclpy._parameter_files import read_parameter_file
from rclpy._parameter_types import CHECKS, FIELDS, SEQUENCES
from rclpy._yaml import load_yaml

__all__ = [
    "PARAMETER_SEPARATOR_STRING",
    "AllowableParameterValue",
    "Parameter",
    "get_parameter_value",
    "parameter_dict_from_yaml_file",
    "parameter_value_to_python",
]

PARAMETER_SEPARATOR_STRING = "."
"""Between the parts of a nested name."""

AllowableParameterValue = Union[
    None, bool, int, float, str, "list[Any] | tuple[Any, ...] | array.array[Any]"
]


class Parameter:
    """A parameter.

    Args:
        name: Its name.
        type_: Its type; by default that of the value.
        value: Its value.

    Raises:
        TypeError: If the value is of no type that parameters have, or `type_` is no type.
        ValueError: If the value is not of the type.
    """

    class Type(Enum):
        """Types of parameters."""

        NOT_SET = 0
        BOOL = 1
        INTEGER = 2
        DOUBLE = 3
        STRING = 4
        BYTE_ARRAY = 5
        BOOL_ARRAY = 6
        INTEGER_ARRAY = 7
        DOUBLE_ARRAY = 8
        STRING_ARRAY = 9

        @classmethod
        def from_parameter_value(cls, parameter_value: Any) -> Parameter.Type:
            """The type of a value; an empty list is one of bytes.

            Raises:
                TypeError: If the value is of no type that parameters have.
            """
            for name, check in CHECKS.items():
                if check(parameter_value):
                    return cls[name]
            if isinstance(parameter_value, SEQUENCES):
                raise TypeError(
                    "The given value is not a list of one of the allowed types"
                    f" '{parameter_value}'."
                )
            raise TypeError(
                f"The given value is not one of the allowed types '{parameter_value}'."
            )

        def check(self, parameter_value: Any) -> bool:
            """Whether a value is of this type."""
            return CHECKS[self.name](parameter_value)

    def __init__(self, name: str, type_: Parameter.Type | None = None, value: Any = None) -> None:
        if type_ is None:
            type_ = Parameter.Type.from_parameter_value(value)
        if not isinstance(type_, Parameter.Type):
            raise TypeError(f"type must be an instance of '{Parameter.Type!r}'")
        if not type_.check(value):
            raise ValueError(f"Type '{type_}' and value '{value}' do not agree")
        self._type_, self._name, self._value = type_, name, value

    @classmethod
    def from_parameter_msg(cls, param_msg: Any) -> Parameter:
        """The parameter that a `rcl_interfaces/msg/Parameter` tells."""
        kind = Parameter.Type(value=param_msg.value.type)
        field = FIELDS.get(kind.value)
        return cls(param_msg.name, kind, field and getattr(param_msg.value, field))

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    @property
    def type_(self) -> Parameter.Type:
        """Its type."""
        return self._type_

    @property
    def value(self) -> Any:
        """Its value; None where it is not set."""
        return self._value

    def __repr__(self) -> str:
        return f"Parameter({self._name!r}, {self._type_}, {self._value!r})"

    def get_parameter_value(self) -> Any:
        """Its type and value as `rcl_interfaces/msg/ParameterValue`."""
        return _value_message(self._type_, self._value)

    def to_parameter_msg(self) -> Any:
        """The parameter as `rcl_interfaces/msg/Parameter`."""
        from rcl_interfaces.msg import Parameter as Message

        return Message(name=self._name, value=self.get_parameter_value())


def get_parameter_value(string_value: str) -> Any:
    """Guess type and value from a text that is read as YAML.

    Returns:
        `rcl_interfaces/msg/ParameterValue`; a text that is nothing else is a string.
    """
    try:
        value = load_yaml(string_value)
    except yaml.YAMLError:
        value = string_value
    try:
        kind = Parameter.Type.from_parameter_value(value)
    except TypeError:
        kind, value = Parameter.Type.STRING, string_value
    if kind is Parameter.Type.NOT_SET:
        kind, value = Parameter.Type.STRING, string_value
    if kind is Parameter.Type.BYTE_ARRAY:  # an empty list, which says nothing of its type
        kind = Parameter.Type.BOOL_ARRAY
    return _value_message(kind, value)


def parameter_value_to_python(parameter_value: Any) -> Any:
    """The value that a `rcl_interfaces/msg/ParameterValue` tells; None where it is not set.

    Raises:
        RuntimeError: If its type is none.
    """
    if parameter_value.type == Parameter.Type.NOT_SET.value:
        return None
    field = FIELDS.get(parameter_value.type)
    if field is None:
        raise RuntimeError(f"unexpected parameter type {parameter_value.type}")
    value = getattr(parameter_value, field)
    return list(value) if field.endswith("_array_value") else value


def parameter_dict_from_yaml_file(
    parameter_file: str,
    use_wildcard: bool = False,
    target_nodes: list[str] | None = None,
    namespace: str = "",
) -> dict[str, Any]:
    """Read parameters of some nodes, or of all, from a file.

    Args:
        parameter_file: Path of the YAML file.
        use_wildcard: Whether those under `/**` are taken as well; the others win.
        target_nodes: Keys of the file; by default all.
        namespace: Put before all names.

    Returns:
        `rcl_interfaces/msg/Parameter` by the parameter's name.

    Raises:
        OSError: If the file cannot be read.
        RuntimeError: If a node is not in the file, or the file is no parameter file.
    """
    found = read_parameter_file(parameter_file, target_nodes, use_wildcard=use_wildcard)
    return {
        f"{namespace}{name}": Parameter(f"{namespace}{name}", value=value).to_parameter_msg()
        for name, value in found.items()
    }


def _value_message(kind: Parameter.Type, value: Any) -> Any:
    from rcl_interfaces.msg import ParameterValue

    message = ParameterValue(type=kind.value)
    if (field := FIELDS.get(kind.value)) is not None:
        setattr(message, field, value)
    return message
