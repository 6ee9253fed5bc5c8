"""Severities of log messages. Source: rcutils, `rcutils/logging.h`."""

from __future__ import annotations

from enum import IntEnum


class LoggingSeverity(IntEnum):
    """How bad it is; UNSET leaves it to the logger above."""

    UNSET = 0
    DEBUG = 10
    INFO = 20
    WARN = 30
    ERROR = 40
    FATAL = 50
