"""Whether a parameter may get a value: what its descriptor says of type and range.

Source: rcl_interfaces, `msg/ParameterDescriptor.msg`; the reasons are worded as rclpy's, since
programs look at how they begin.
"""

from __future__ import annotations

import math
from typing import Any

from rclpy.parameter import Parameter

RELATIVE_TOLERANCE = 1e-6
WRONG_TYPE = "Wrong parameter type"


def reason_against(
    parameter: Parameter, descriptor: Any, *, declared: bool, check_read_only: bool
) -> str:
    """Say why a parameter may not get a value; nothing where it may.

    Args:
        parameter: The parameter with that value.
        descriptor: `rcl_interfaces/msg/ParameterDescriptor`; gets the type, where that is free.
        declared: Whether the parameter has been declared before.
        check_read_only: Whether it must not be one that is only read.
    """
    kind = parameter.type_
    if check_read_only and descriptor.read_only:
        return f"Trying to set a read-only parameter: {parameter.name}."
    if descriptor.dynamic_typing:
        descriptor.type = kind.value
    elif kind is Parameter.Type.NOT_SET:
        return "Static parameter cannot be undeclared" if declared else ""
    elif kind.value != descriptor.type:
        expected = Parameter.Type(descriptor.type)
        return f"{WRONG_TYPE}, expected '{expected}' got '{kind}'"
    if kind is Parameter.Type.INTEGER and descriptor.integer_range:
        return _against_integer(parameter, descriptor.integer_range[0])
    if kind is Parameter.Type.DOUBLE and descriptor.floating_point_range:
        return _against_double(parameter, descriptor.floating_point_range[0])
    return ""


def _against_integer(parameter: Parameter, limits: Any) -> str:
    low, high = sorted((limits.from_value, limits.to_value))
    value = parameter.value
    if value in (low, high):
        return ""
    if not low < value < high:
        return _out_of_range(parameter, low, high)
    if limits.step and (value - low) % limits.step:
        return _no_step(parameter, low, high, limits.step)
    return ""


def _against_double(parameter: Parameter, limits: Any) -> str:
    low, high = sorted((limits.from_value, limits.to_value))
    value = parameter.value
    if _close(value, low) or _close(value, high):
        return ""
    if not low < value < high:
        return _out_of_range(parameter, low, high)
    if limits.step:
        nearest = low + round((value - low) / limits.step) * limits.step
        if not _close(nearest, value):
            return _no_step(parameter, low, high, limits.step)
    return ""


def _close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=RELATIVE_TOLERANCE)


def _out_of_range(parameter: Parameter, low: float, high: float) -> str:
    return (
        f"Parameter {parameter.name} out of range. "
        f"Min: {low}, Max: {high}, value: {parameter.value}"
    )


def _no_step(parameter: Parameter, low: float, high: float, step: float) -> str:
    return (
        f"The parameter value for {parameter.name} is not a valid step. "
        f"Min: {low}, max: {high}, value: {parameter.value}, step: {step}"
    )
