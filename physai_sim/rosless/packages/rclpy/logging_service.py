"""The services by which others get and set levels of loggers. Source: rcl_interfaces, `srv`."""

from __future__ import annotations

from typing import Any

from rclpy import logging
from rclpy.qos import qos_profile_services_default


class LoggingService:
    """Serves the levels of all loggers of the process.

    Args:
        node: Under whose name they are served.
    """

    def __init__(self, node: Any) -> None:
        from rcl_interfaces.srv import GetLoggerLevels, SetLoggerLevels

        for kind, name, callback in (
            (GetLoggerLevels, "get_logger_levels", self._get),
            (SetLoggerLevels, "set_logger_levels", self._set),
        ):
            full = f"{node.get_name()}/{name}"
            node.create_service(kind, full, callback, qos_profile=qos_profile_services_default)

    def _get(self, request: Any, response: Any) -> Any:
        from rcl_interfaces.msg import LoggerLevel

        response.levels = [
            LoggerLevel(name=name, level=int(logging.get_logger_level(name)))
            for name in request.names
        ]
        return response

    def _set(self, request: Any, response: Any) -> Any:
        response.results = [self._set_one(level) for level in request.levels]
        return response

    def _set_one(self, level: Any) -> Any:
        from rcl_interfaces.msg import SetLoggerLevelsResult

        try:
            logging.set_logger_level(level.name, level.level)
        except ValueError:
            reason = "Failed reason: Invalid logger level."
            return SetLoggerLevelsResult(successful=False, reason=reason)
        return SetLoggerLevelsResult(successful=True)
