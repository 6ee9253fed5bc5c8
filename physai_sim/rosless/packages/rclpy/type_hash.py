"""The hash that says which definition of a type an endpoint has. Source: REP-2011."""

from __future__ import annotations

import re

_SIZE = 32
_TEXT = re.compile(rf"RIHS(?P<version>[0-9]{{2}})_(?P<value>[0-9a-f]{{{2 * _SIZE}}})")


class TypeHash:
    """Hash of a type's description.

    Args:
        version: Of the way in which it is computed; -1: unknown.
        value: The hash, 32 octets.
    """

    __slots__ = ("_value", "_version")

    def __init__(self, version: int = -1, value: bytes = bytes(_SIZE)) -> None:
        if not isinstance(version, int):
            raise AssertionError(f"TypeHash.version must be int, got {version!r}")
        if not isinstance(value, bytes):
            raise AssertionError(f"TypeHash.value must be bytes, got {value!r}")
        self._version, self._value = version, value

    @classmethod
    def from_text(cls, text: str) -> TypeHash:
        """Read `RIHS01_` and 64 hexadecimal digits; another text gives an unknown hash."""
        found = _TEXT.fullmatch(text)
        return cls(int(found["version"]), bytes.fromhex(found["value"])) if found else cls()

    @property
    def version(self) -> int:
        """Version of the way in which it is computed."""
        return self._version

    @property
    def value(self) -> bytes:
        """The hash, 32 octets."""
        return self._value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TypeHash):
            return False
        return (self._version, self._value) == (other._version, other._value)

    def __hash__(self) -> int:
        return hash((self._version, self._value))

    def __str__(self) -> str:
        if self._version <= 0 or len(self._value) != _SIZE:
            return "INVALID"
        return f"RIHS{self._version:02}_{self._value.hex()}"

    def __repr__(self) -> str:
        return f"TypeHash({self})"
