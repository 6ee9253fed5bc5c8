"""A server of a service. Source: docs.ros.org, rclpy API, "Service"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from physai_sim.rosless.dds.services import RequestId, ServerEnd
from physai_sim.rosless.interfaces import codec
from rclpy._service_end import ServiceEnd
from rclpy.callback_groups import CallbackGroup
from rclpy.exceptions import InvalidHandle
from rclpy.logging import get_logger
from rclpy.qos import QoSProfile


class Service(ServiceEnd):
    """Answers requests; `Node.create_service` makes it.

    Args:
        context: Whose participant serves.
        srv_type: Class of the service.
        srv_name: Its full name.
        callback: Called with the request and an empty response, returns the response.
        callback_group: Says when the callback may run.
        qos_profile: Of both topics.
    """

    def __init__(
        self,
        context: Any,
        srv_type: type[Any],
        srv_name: str,
        callback: Callable[[Any, Any], Any],
        *,
        callback_group: CallbackGroup,
        qos_profile: QoSProfile,
    ) -> None:
        self._context, self.srv_type, self.srv_name = context, srv_type, srv_name
        self.callback, self.callback_group = callback, callback_group
        self.qos_profile, self._executor_event, self._open = qos_profile, False, True
        self.end: ServerEnd = ServerEnd(
            context.participant,
            srv_name,
            codec(srv_type.Request),
            codec(srv_type.Response),
            profile=qos_profile,
        )

    def take_request(self) -> tuple[Any, RequestId] | None:
        """The oldest request; None if none is there, or it made no sense and was dropped."""
        try:
            return self.end.take()
        except ValueError as error:
            get_logger(self.logger_name or "rclpy.service").warning(
                f"A malformed request of service '{self.srv_name}' was dropped: {error}"
            )
            return None

    def send_response(self, response: Any, header: RequestId) -> None:
        """Answer a request.

        Raises:
            TypeError: If the response is of another type.
            InvalidHandle: If the service was destroyed.
        """
        if not isinstance(response, self.srv_type.Response):
            raise TypeError(f"Expected {self.srv_type.Response}, got {type(response)}")
        if not self._open:
            raise InvalidHandle(f"the service {self.srv_name} was destroyed")
        self.end.reply(header, response)
