"""A client of a service. Source: docs.ros.org, rclpy API, "Client"."""

from __future__ import annotations

import threading
import time
from typing import Any

from physai_sim.rosless.dds.services import ClientEnd
from physai_sim.rosless.interfaces import codec
from rclpy._service_end import ServiceEnd
from rclpy.callback_groups import CallbackGroup
from rclpy.exceptions import InvalidHandle
from rclpy.logging import get_logger
from rclpy.qos import QoSProfile
from rclpy.task import Future

POLL_S = 0.005


class Client(ServiceEnd):
    """Sends requests; `Node.create_client` makes it.

    Args:
        context: Whose participant asks.
        srv_type: Class of the service.
        srv_name: Its full name.
        qos_profile: Of both topics.
        callback_group: Says when replies may be taken.
    """

    def __init__(
        self,
        context: Any,
        srv_type: type[Any],
        srv_name: str,
        *,
        qos_profile: QoSProfile,
        callback_group: CallbackGroup,
    ) -> None:
        self.context, self.srv_type, self.srv_name = context, srv_type, srv_name
        self.qos_profile, self.callback_group = qos_profile, callback_group
        self._executor_event, self._open = False, True
        self._lock = threading.Lock()
        self._pending: dict[int, Future[Any]] = {}
        self.executor: Any = lambda: None  # a weak reference once the node has one
        self.end: ClientEnd = ClientEnd(
            context.participant,
            srv_name,
            codec(srv_type.Request),
            codec(srv_type.Response),
            profile=qos_profile,
        )

    def call(self, request: Any, timeout_sec: float | None = None) -> Any:
        """Ask and wait for the reply; only where another thread spins the node.

        Args:
            request: What to ask.
            timeout_sec: How long to wait; by default without limit [s].

        Returns:
            The response; None if the time ran out.

        Raises:
            TypeError: If the request is of another type.
        """
        event, future = threading.Event(), self.call_async(request)
        future.add_done_callback(lambda _: event.set())
        if not event.wait(timeout_sec) and not future.done():
            self.remove_pending_request(future)
            return None
        if (error := future.exception()) is not None:
            raise error
        return future.result()

    def call_async(self, request: Any) -> Future[Any]:
        """Ask; the future gets the response when the node is spun.

        Raises:
            TypeError: If the request is of another type.
            InvalidHandle: If the client was destroyed.
        """
        if not isinstance(request, self.srv_type.Request):
            raise TypeError(f"Expected {self.srv_type.Request}, got {type(request)}")
        if not self._open:
            raise InvalidHandle(f"the client of {self.srv_name} was destroyed")
        future: Future[Any] = Future(executor=self.executor())
        with self._lock:  # the reply may come before `send` returns
            self._pending[self.end.send(request)] = future
        future.add_done_callback(self.remove_pending_request)
        return future

    def remove_pending_request(self, future: Future[Any]) -> None:
        """Forget a request: its reply is not wanted any more."""
        with self._lock:
            for number, waiting in list(self._pending.items()):
                if waiting is future:
                    del self._pending[number]

    def take_response(self) -> tuple[Future[Any], Any] | None:
        """A reply with the future that waits for it; None if none came, or nobody waits."""
        try:
            found = self.end.take()
        except ValueError as error:
            get_logger(self.logger_name or "rclpy.client").warning(
                f"A malformed reply of service '{self.srv_name}' was dropped: {error}"
            )
            return None
        if found is None:
            return None
        with self._lock:
            future = self._pending.get(found[1])
        return None if future is None else (future, found[0])

    def service_is_ready(self) -> bool:
        """Whether a server is there."""
        if not self._open:
            raise InvalidHandle(f"the client of {self.srv_name} was destroyed")
        return self.end.server_is_ready()

    def wait_for_service(self, timeout_sec: float | None = None) -> bool:
        """Wait for a server; whether one came in time.

        Args:
            timeout_sec: By default without limit [s].
        """
        deadline = None if timeout_sec is None else time.monotonic() + timeout_sec
        while self.context.ok() and not self.service_is_ready():
            if deadline is not None and time.monotonic() >= deadline:
                return False
            time.sleep(POLL_S)
        return self.service_is_ready()
