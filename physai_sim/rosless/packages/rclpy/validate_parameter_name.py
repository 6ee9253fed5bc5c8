"""The rule for names of parameters."""

from __future__ import annotations

from rclpy.exceptions import InvalidParameterException


def validate_parameter_name(name: str) -> bool:
    """Check the name of a parameter, which must not be empty; True, if it is one.

    Raises:
        InvalidParameterException: If it is none.
    """
    if not name:
        raise InvalidParameterException(name)
    return True
