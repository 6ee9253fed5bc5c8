"""From which severity on each logger speaks. Source: rcutils, `rcutils/logging.h`."""

from __future__ import annotations

from rclpy.impl.logging_severity import LoggingSeverity

SEPARATOR = "."
DEFAULT = LoggingSeverity.INFO

_levels: dict[str, LoggingSeverity] = {}


def set_level(name: str, level: LoggingSeverity) -> None:
    """Set the level of a logger, or of all others by the empty name.

    UNSET takes a logger's level back; all others then say everything.
    """
    if name and level is LoggingSeverity.UNSET:
        _levels.pop(name, None)
    else:
        _levels[name] = level


def level_of(name: str) -> LoggingSeverity:
    """The level that was set for this very logger."""
    return _levels.get(name, LoggingSeverity.UNSET)


def effective_level(name: str) -> LoggingSeverity:
    """The level of a logger, or of the nearest one above that has one."""
    while name:
        if name in _levels:
            return _levels[name]
        name = name.rpartition(SEPARATOR)[0]
    return _levels.get("", DEFAULT)


def clear() -> None:
    """Take all levels back."""
    _levels.clear()
