"""Where log messages go: to the console, and to whoever else listens."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from rclpy._log_console import Console, Record
from rclpy.impl.logging_severity import LoggingSeverity

Sink = Callable[..., Any]
"""Called with severity, name, message, and by keyword `file`, `function`, `line`, `stamp_ns`."""

_sinks: tuple[Sink, ...] = ()
_console: Console | None = None


def console() -> Console:
    """The console, set up by the environment at its first use."""
    global _console  # noqa: PLW0603 - there is one for the process
    if _console is None:
        _console = Console()
    return _console


def forget_console() -> None:
    """Let the next use ask the environment anew."""
    global _console  # noqa: PLW0603
    _console = None


def add_sink(callback: Sink) -> None:
    """Call this with every message that is logged, in the thread that logs it."""
    global _sinks  # noqa: PLW0603
    _sinks = (*_sinks, callback)


def remove_sink(callback: Sink) -> None:
    """Do not call this any more; nothing happens if it was not called before."""
    global _sinks  # noqa: PLW0603
    _sinks = tuple(sink for sink in _sinks if sink != callback)


def emit(severity: LoggingSeverity, name: str, message: str, frame: FrameType) -> None:
    """Send a message to the console and to all who listen."""
    record = Record(
        severity,
        name,
        message,
        frame.f_code.co_filename,
        frame.f_code.co_name,
        frame.f_lineno,
        time.time_ns(),
    )
    console().write(record)
    for sink in _sinks:
        sink(
            severity,
            name,
            message,
            file=record.file,
            function=record.function,
            line=record.line,
            stamp_ns=record.stamp_ns,
        )
