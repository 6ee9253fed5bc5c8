"""The part of a node that reads its parameters. Source: docs.ros.org, rclpy API, "Node"."""

from __future__ import annotations

from typing import Any

from rclpy.exceptions import ParameterNotDeclaredException, ParameterUninitializedException
from rclpy.parameter import PARAMETER_SEPARATOR_STRING, Parameter

DEPTH_RECURSIVE = 0


class ReadMixin:
    """Parameters and their descriptors by name."""

    _rcl_parameters: dict[str, Parameter]
    _rcl_descriptors: dict[str, Any]
    _rcl_allow_undeclared_parameters: bool

    def has_parameter(self, name: str) -> bool:
        """Whether a parameter is declared."""
        return name in self._rcl_parameters

    def get_parameter(self, name: str) -> Parameter:
        """A parameter; one that is not set, where undeclared ones are allowed.

        Raises:
            ParameterNotDeclaredException: If it is not declared, and that is not allowed.
            ParameterUninitializedException: If it was declared by its type alone and got no value.
        """
        found = self._rcl_parameters.get(name)
        if found is None:
            if not self._rcl_allow_undeclared_parameters:
                raise ParameterNotDeclaredException(name)
            return Parameter(name, Parameter.Type.NOT_SET, None)
        if (
            found.type_ is Parameter.Type.NOT_SET
            and not self._rcl_descriptors[name].dynamic_typing
        ):
            raise ParameterUninitializedException(name)
        return found

    def get_parameters(self, names: list[str]) -> list[Parameter]:
        """Parameters by name; see `get_parameter`."""
        return [self.get_parameter(name) for name in _checked(names)]

    def get_parameter_or(self, name: str, alternative_value: Parameter | None = None) -> Parameter:
        """A parameter, or the alternative where it is not declared or has no value."""
        found = self._rcl_parameters.get(name)
        if found is not None and found.type_ is not Parameter.Type.NOT_SET:
            return found
        if alternative_value is None:
            return Parameter(name, Parameter.Type.NOT_SET)
        return alternative_value

    def get_parameters_by_prefix(self, prefix: str) -> dict[str, Parameter]:
        """Parameters of a group, `foo.x` by `x`; by the empty prefix all."""
        start = f"{prefix}{PARAMETER_SEPARATOR_STRING}" if prefix else ""
        return {
            name[len(start) :]: parameter
            for name, parameter in self._rcl_parameters.items()
            if name.startswith(start)
        }

    def get_parameter_type(self, name: str) -> Any:
        """The number of a parameter's type; `Parameter.Type.NOT_SET` where it is undeclared.

        Raises:
            ParameterNotDeclaredException: If it is not declared, and that is not allowed.
        """
        if name in self._rcl_parameters:
            return self._rcl_parameters[name].type_.value
        if self._rcl_allow_undeclared_parameters:
            return Parameter.Type.NOT_SET
        raise ParameterNotDeclaredException(name)

    def get_parameter_types(self, names: list[str]) -> list[Any]:
        """Types of parameters by name; see `get_parameter_type`."""
        return [self.get_parameter_type(name) for name in _checked(names)]

    def describe_parameter(self, name: str) -> Any:
        """The `rcl_interfaces/msg/ParameterDescriptor` of a parameter.

        Raises:
            ParameterNotDeclaredException: If it is not declared, and that is not allowed.
        """
        from rcl_interfaces.msg import ParameterDescriptor

        if name in self._rcl_descriptors:
            return self._rcl_descriptors[name]
        if self._rcl_allow_undeclared_parameters:
            return ParameterDescriptor()
        raise ParameterNotDeclaredException(name)

    def describe_parameters(self, names: list[str]) -> list[Any]:
        """Descriptors of parameters by name; see `describe_parameter`."""
        return [self.describe_parameter(name) for name in names]

    def list_parameters(self, prefixes: list[str], depth: int) -> Any:
        """Names of parameters, and of the groups that they are in.

        Args:
            prefixes: Groups or parameters to list; none: all.
            depth: How many levels of groups below; 0: all.

        Returns:
            `rcl_interfaces/msg/ListParametersResult`.

        Raises:
            TypeError: If an argument is of another type.
            ValueError: If the depth is negative.
        """
        from rcl_interfaces.msg import ListParametersResult

        if not isinstance(prefixes, list) or not all(isinstance(p, str) for p in prefixes):
            raise TypeError(f"The prefixes argument must be a list of str, got {prefixes!r}")
        if not isinstance(depth, int):
            raise TypeError(f"The depth must be instance of type int, got {depth!r}")
        if depth < 0:
            raise ValueError(f"The depth must be greater than or equal to zero, got {depth}")
        names = [name for name in self._rcl_parameters if _listed(name, prefixes, depth)]
        groups = dict.fromkeys(name.rpartition(PARAMETER_SEPARATOR_STRING)[0] for name in names)
        return ListParametersResult(names=names, prefixes=[group for group in groups if group])


def _listed(name: str, prefixes: list[str], depth: int) -> bool:
    def near(rest: str) -> bool:
        return depth == DEPTH_RECURSIVE or rest.count(PARAMETER_SEPARATOR_STRING) < depth

    if not prefixes:
        return near(name)
    return any(
        name == prefix
        or (
            name.startswith(f"{prefix}{PARAMETER_SEPARATOR_STRING}")
            and near(name[len(prefix) + 1 :])
        )
        for prefix in prefixes
    )


def _checked(names: list[str]) -> list[str]:
    if not all(isinstance(name, str) for name in names):
        raise TypeError(f"All names must be instances of type str, got {names!r}")
    return names
