"""Which types can be transformed, and converted into one another.

Packages such as `tf2_geometry_msgs` register their types when they are imported; the tables are
shared by all buffers of a process.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any, ClassVar

from geometry_msgs.msg import TransformStamped

Transformer = Callable[[Any, TransformStamped], Any]
Converter = Callable[[Any], Any]


class TypeException(Exception):  # noqa: N818 - the name that programs catch
    """A type that nobody has registered.

    Attributes:
        errstr: The text.
    """

    def __init__(self, errstr: str) -> None:
        super().__init__(errstr)
        self.errstr = errstr


def _registered(table: dict[Any, Any], key: Any) -> Any:
    if key not in table:
        known = ", ".join(sorted(str(name) for name in table)) or "none"
        raise TypeException(f"Type {key} is not loaded or supported. Known: {known}")
    return table[key]


class TransformRegistration:
    """Functions that transform a stamped object, by its type."""

    _transformers: ClassVar[dict[Any, Transformer]] = {}

    def add(self, key: Any, callback: Transformer) -> None:
        """Register how objects of a type are transformed."""
        self._transformers[key] = callback

    def get(self, key: Any) -> Transformer:
        """The function for a type; raises TypeException for an unknown one."""
        found: Transformer = _registered(self._transformers, key)
        return found


class ConvertRegistration:
    """Functions that convert between types, directly or by way of a message."""

    _to_msg: ClassVar[dict[Any, Converter]] = {}
    _from_msg: ClassVar[dict[Any, Converter]] = {}
    _direct: ClassVar[dict[Any, Converter]] = {}

    def add_to_msg(self, key: Any, callback: Converter) -> None:
        """Register how objects of a type become a message."""
        self._to_msg[key] = callback

    def add_from_msg(self, key: Any, callback: Converter) -> None:
        """Register how objects of a type are made from a message."""
        self._from_msg[key] = callback

    def add_convert(self, key: tuple[Any, Any], callback: Converter) -> None:
        """Register a direct conversion, by the types from and to."""
        self._direct[key] = callback

    def get_to_msg(self, key: Any) -> Converter:
        """The function for a type; raises TypeException for an unknown one."""
        found: Converter = _registered(self._to_msg, key)
        return found

    def get_from_msg(self, key: Any) -> Converter:
        """The function for a type; raises TypeException for an unknown one."""
        found: Converter = _registered(self._from_msg, key)
        return found

    def get_convert(self, key: tuple[Any, Any]) -> Converter:
        """The direct conversion; raises TypeException if there is none."""
        found: Converter = _registered(self._direct, key)
        return found


def convert(a: Any, b_type: Any) -> Any:
    """An object as another type: directly, as a copy of the same type, or by way of a message.

    Raises:
        TypeException: If there is no way.
    """
    tables = ConvertRegistration()
    try:
        direct = tables.get_convert((type(a), b_type))
    except TypeException:
        if type(a) is b_type:
            return deepcopy(a)
        return tables.get_from_msg(b_type)(tables.get_to_msg(type(a))(a))
    return direct(a)
