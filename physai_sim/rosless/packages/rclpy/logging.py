"""Loggers by name, and their levels. Source: docs.ros.org, rclpy API, "Logging"."""

from __future__ import annotations

import os
from pathlib import Path

from rclpy import _log_levels
from rclpy._log_output import add_sink, console, forget_console, remove_sink
from rclpy.exceptions import RCLError
from rclpy.impl.logging_severity import LoggingSeverity
from rclpy.impl.rcutils_logger import RcutilsLogger

__all__ = [
    "LoggingSeverity",
    "RcutilsLogger",
    "add_sink",
    "clear_config",
    "enable_console",
    "get_logger",
    "get_logger_effective_level",
    "get_logger_level",
    "get_logging_directory",
    "get_logging_severity_from_string",
    "initialize",
    "remove_sink",
    "set_logger_level",
    "shutdown",
]

_root_logger = RcutilsLogger()


def get_logger(name: str) -> RcutilsLogger:
    """Make the logger of a name; parts are separated by dots.

    Raises:
        ValueError: If the name is empty.
    """
    if not name:
        raise ValueError("Logger name must not be empty.")
    return _root_logger.get_child(name)


def initialize() -> None:
    """Read the environment's wishes.

    Raises:
        ValueError: If one of them makes no sense.
    """
    console()


def shutdown() -> None:
    """Forget levels and the environment's wishes."""
    _log_levels.clear()
    forget_console()


def clear_config() -> None:
    """Take all levels back, and read the environment's wishes anew."""
    shutdown()
    initialize()


def enable_console(enabled: bool) -> None:
    """Say whether messages are written to the console."""
    console().enabled = enabled


def set_logger_level(
    name: str,
    level: int | LoggingSeverity,
    detailed_error: bool = False,
) -> None:
    """Log what is at least this severe; UNSET leaves it to the logger above.

    Args:
        name: The logger; the empty name stands for all that have no level.
        level: The level.
        detailed_error: Without effect: setting a level cannot fail.

    Raises:
        ValueError: If it is no level.
    """
    _log_levels.set_level(name, LoggingSeverity(level))


def get_logger_effective_level(name: str) -> LoggingSeverity:
    """The level that holds: the logger's own, or that of the nearest one above that has one."""
    return _log_levels.effective_level(name)


def get_logger_level(name: str) -> LoggingSeverity:
    """The level that was set for this very logger; UNSET where none was."""
    return _log_levels.level_of(name)


def get_logging_severity_from_string(log_severity: str) -> LoggingSeverity:
    """The severity of a name, in any letters.

    Raises:
        RCLError: If there is no such severity.
    """
    try:
        return LoggingSeverity[log_severity.upper()]
    except KeyError:
        known = ", ".join(severity.name for severity in LoggingSeverity)
        raise RCLError(f"unknown log severity {log_severity!r}; known: {known}") from None


def get_logging_directory() -> Path:
    """Where log files would be: `ROS_LOG_DIR`, or `log` in `ROS_HOME`, which is `~/.ros`."""
    if folder := os.environ.get("ROS_LOG_DIR"):
        return Path(folder).expanduser()
    return Path(os.environ.get("ROS_HOME") or "~/.ros").expanduser() / "log"
