"""Makes live ROS messages for the conversions in `physai_sim.messages`."""

from __future__ import annotations

import importlib
from array import array
from functools import cache
from typing import Any

import numpy as np

TYPECODES = {
    **{"float": "f", "double": "d", "int8": "b", "uint8": "B", "octet": "B", "int16": "h"},
    **{"uint16": "H", "int32": "i", "uint32": "I", "int64": "q", "uint64": "Q"},
}
"""Element of a numeric sequence -> typecode of the array that rclpy keeps it in."""


@cache
def message_class(type_name: str) -> type[Any]:
    """The class behind a name such as `sensor_msgs/msg/Image`, or `std_srvs/srv/Trigger`."""
    package, kind, name = type_name.split("/")
    found: type[Any] = getattr(importlib.import_module(f"{package}.{kind}"), name)
    return found


def make(type_name: str, **fields: object) -> Any:
    """Make a message; fields that are not given get their defaults.

    rclpy converts a NumPy array number by number, which takes 60 ms for a picture, and takes an
    `array.array` as it is. So arrays are handed over in that form.

    Args:
        type_name: Full name, for example `sensor_msgs/msg/Image`.
        **fields: Values by field name; arrays as NumPy arrays or lists.
    """
    kind = message_class(type_name)
    types = kind.get_fields_and_field_types()
    return kind(**{name: _converted(value, types[name]) for name, value in fields.items()})


def _converted(value: object, field_type: str) -> object:
    if isinstance(value, np.generic):
        return value.item()
    if not isinstance(value, np.ndarray):
        return list(value) if isinstance(value, tuple) else value
    if field_type.startswith("sequence<"):
        element = field_type[len("sequence<") :].rstrip(">").split(",")[0].strip()
        if element in TYPECODES:
            code = TYPECODES[element]
            found = array(code)
            found.frombytes(np.ascontiguousarray(value, dtype=np.dtype(code)).tobytes())
            return found
        return value.tolist()
    return value.ravel()
