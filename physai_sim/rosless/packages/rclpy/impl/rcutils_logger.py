"""Loggers. Source: docs.ros.org, rclpy API, "Logging"; the rules of filters are rclpy's."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any

from rclpy import _log_levels
from rclpy._log_filters import Filter, make_filters
from rclpy._log_output import emit
from rclpy.impl.logging_severity import LoggingSeverity

_OWN_FILE = __file__


@dataclass(frozen=True, slots=True)
class _Call:
    """A place that logs: what it logs there must stay the same from call to call."""

    severity: LoggingSeverity
    name: str
    options: dict[str, Any]
    filters: list[Filter]


class RcutilsLogger:
    """Logs messages under a name; `Node.get_logger` gives that of a node.

    Args:
        name: Its name; parts are separated by dots.
    """

    def __init__(self, name: str = "") -> None:
        self.name = name
        self._calls: dict[tuple[CodeType, int], _Call] = {}

    def get_child(self, name: str) -> RcutilsLogger:
        """A logger whose name begins with this one's.

        Raises:
            ValueError: If the name is empty.
        """
        if not name:
            raise ValueError("Child logger name must not be empty.")
        return RcutilsLogger(f"{self.name}{_log_levels.SEPARATOR}{name}" if self.name else name)

    def set_level(self, level: int | LoggingSeverity) -> None:
        """Log what is at least this severe; UNSET leaves it to the logger above."""
        _log_levels.set_level(self.name, LoggingSeverity(level))

    def get_effective_level(self) -> LoggingSeverity:
        """The level that holds: its own, or that of the nearest logger above that has one."""
        return _log_levels.effective_level(self.name)

    def is_enabled_for(self, severity: int | LoggingSeverity) -> bool:
        """Whether a message of this severity is logged."""
        return LoggingSeverity(severity) >= self.get_effective_level()

    def log(self, message: str, severity: int | LoggingSeverity, **kwargs: Any) -> bool:
        """Log a message; whether it was not too mild and no filter held it back.

        Args:
            message: Its text.
            severity: How bad it is.
            **kwargs: `name`: logger to name instead of this one; `once`: whether this place logs
                the first time alone; `skip_first`: all but the first time;
                `throttle_duration_sec`: time between two messages at least [s];
                `throttle_time_source_type`: the clock that measures it.

        Raises:
            TypeError: If the message is no text, or an option is unknown.
            ValueError: If severity, name or options of this place are others than before.
        """
        severity = LoggingSeverity(severity)
        if severity < self.get_effective_level():
            return False
        name = kwargs.pop("name", self.name)
        frame = _caller()
        call = self._call(frame, severity, name, kwargs)
        if not all(let_through() for let_through in call.filters):
            return False
        if not isinstance(message, str):
            raise TypeError(f"a log message must be str, got {type(message).__name__}")
        emit(severity, name, message, frame)
        return True

    def debug(self, message: str, **kwargs: Any) -> bool:
        """Log with severity DEBUG; see `log`."""
        return self.log(message, LoggingSeverity.DEBUG, **kwargs)

    def info(self, message: str, **kwargs: Any) -> bool:
        """Log with severity INFO; see `log`."""
        return self.log(message, LoggingSeverity.INFO, **kwargs)

    def warning(self, message: str, **kwargs: Any) -> bool:
        """Log with severity WARN; see `log`."""
        return self.log(message, LoggingSeverity.WARN, **kwargs)

    def warn(self, message: str, **kwargs: Any) -> bool:
        """The older name of `warning`."""
        return self.log(message, LoggingSeverity.WARN, **kwargs)

    def error(self, message: str, **kwargs: Any) -> bool:
        """Log with severity ERROR; see `log`."""
        return self.log(message, LoggingSeverity.ERROR, **kwargs)

    def fatal(self, message: str, **kwargs: Any) -> bool:
        """Log with severity FATAL; see `log`."""
        return self.log(message, LoggingSeverity.FATAL, **kwargs)

    def _call(
        self, frame: FrameType, severity: LoggingSeverity, name: str, options: dict[str, Any]
    ) -> _Call:
        """The place that logs, with its filters and what they have seen."""
        key = (frame.f_code, frame.f_lasti)
        call = self._calls.get(key)
        if call is None:
            call = _Call(severity, name, options, make_filters(options))
            self._calls[key] = call
            return call
        if severity != call.severity:
            raise ValueError("Logger severity cannot be changed between calls.")
        if name != call.name:
            raise ValueError("Logger name cannot be changed between calls.")
        if options != call.options:
            make_filters(options)
            raise ValueError("Logging filter parameters cannot be changed between calls.")
        return call


def _caller() -> FrameType:
    """The nearest frame outside of this file."""
    frame = sys._getframe(1)
    while frame.f_code.co_filename == _OWN_FILE and frame.f_back is not None:
        frame = frame.f_back
    return frame
