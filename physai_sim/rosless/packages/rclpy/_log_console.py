"""Log messages on the console, as the environment wants them.

Source: docs.ros.org, "Logging and logger configuration", environment variables.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from dataclasses import dataclass
from typing import TextIO

from rclpy.impl.logging_severity import LoggingSeverity

FORMAT = "[{severity}] [{time}] [{name}]: {message}"
NS_PER_S = 1_000_000_000
_ESCAPES = {r"\a": "\a", r"\b": "\b", r"\n": "\n", r"\r": "\r", r"\t": "\t"}
_PLAIN = "\033[0m"
_COLOURS = {
    LoggingSeverity.DEBUG: "\033[32m",
    LoggingSeverity.INFO: _PLAIN,
    LoggingSeverity.WARN: "\033[33m",
    LoggingSeverity.ERROR: "\033[31m",
    LoggingSeverity.FATAL: "\033[31m",
}


@dataclass(frozen=True, slots=True)
class Record:
    """A log message.

    Args:
        severity: How bad it is.
        name: Name of the logger.
        message: Its text.
        file: Path of the file that logged it.
        function: The function.
        line: The line.
        stamp_ns: Wall time at which it was logged [ns].
    """

    severity: LoggingSeverity
    name: str
    message: str
    file: str
    function: str
    line: int
    stamp_ns: int


class Console:
    """Writes log messages to the standard error, or where the environment wants them.

    Raises:
        ValueError: If a variable of the environment makes no sense.
    """

    def __init__(self) -> None:
        self.enabled = True
        self._format = os.environ.get("RCUTILS_CONSOLE_OUTPUT_FORMAT") or FORMAT
        for written, meant in _ESCAPES.items():
            self._format = self._format.replace(written, meant)
        self._stdout = _switch("RCUTILS_LOGGING_USE_STDOUT") or False
        self._colours = _switch("RCUTILS_COLORIZED_OUTPUT")

    def write(self, record: Record) -> None:
        """Write a message; nothing happens where nobody can read it any more."""
        if not self.enabled:
            return
        stream = sys.stdout if self._stdout else sys.stderr
        if stream is None:
            return
        text = self.text(record)
        with contextlib.suppress(OSError, ValueError):  # the other end is gone, or it is closed
            if self._colourful(stream):
                text = f"{_COLOURS[record.severity]}{text}{_PLAIN}"
            stream.write(f"{text}\n")
            stream.flush()

    def text(self, record: Record) -> str:
        """The line that a message makes."""
        seconds, rest = divmod(record.stamp_ns, NS_PER_S)
        date = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds))
        values = {
            "severity": record.severity.name,
            "name": record.name,
            "message": record.message,
            "function_name": record.function,
            "file_name": record.file,
            "line_number": str(record.line),
            "time": f"{seconds}.{rest:09}",
            "time_as_nanoseconds": str(record.stamp_ns),
            "date_time_with_ms": f"{date}.{rest // 1_000_000:03}",
        }
        return re.sub(r"\{(\w+)\}", lambda key: values.get(key[1], key[0]), self._format)

    def _colourful(self, stream: TextIO) -> bool:
        return stream.isatty() if self._colours is None else self._colours


def _switch(name: str) -> bool | None:
    """A variable that is 0 or 1; None where it is not set."""
    value = os.environ.get(name, "")
    if value not in ("", "0", "1"):
        raise ValueError(f"environment variable {name}: expected 0 or 1, got {value!r}")
    return value == "1" if value else None
