"""Services: which there are, and calls of them."""

from __future__ import annotations

from typing import Any

from rclpy.qos import QoSProfile, qos_profile_services_default

from physai_sim.ros.inspect import graph
from physai_sim.ros.inspect.interfaces import service_type
from physai_sim.ros.inspect.receive import Notice
from physai_sim.ros.inspect.session import Live, LiveError
from physai_sim.ros.inspect.topics import find_by_type, one_type
from physai_sim.ros.inspect.values import filled


def types(live: Live, name: str) -> list[str]:
    """Types of a service.

    Raises:
        UnknownNameError: If it is not there.
    """
    full = graph.full_name(name, what="service")
    return graph.types_of(live, full, graph.services, what="service")


def find(live: Live, type_name: str) -> list[str]:
    """Services of a type.

    Raises:
        UnknownNameError: If there are none, and no such type is known either.
    """
    return find_by_type(live, type_name, "srv", among=graph.services)


def make_request(type_name: str, values: str) -> Any:
    """A request of a service.

    Args:
        type_name: Of the service.
        values: Its fields, YAML.

    Raises:
        PhysAIError: If there is no such type, or a value does not fit.
    """
    return filled(service_type(type_name).Request, values)


class Asker:
    """A client of a service, for one or more calls; use it in a `with`.

    Args:
        live: Us.
        name: Of the service.
        type_name: Its type.
        profile: Quality of service.

    Raises:
        PhysAIError: If there is no such type, or the service is there with another.
    """

    def __init__(
        self,
        live: Live,
        name: str,
        type_name: str,
        *,
        profile: QoSProfile = qos_profile_services_default,
    ) -> None:
        self._live, self._name = live, graph.full_name(name, what="service")
        kind = service_type(type_name)
        live.settle(lambda: bool(self._types()))
        one_type(self._types(), type_name, where=self._name, kind="srv")
        self._client = live.node.create_client(kind, self._name, qos_profile=profile)

    def wait(self, timeout_s: float | None, notice: Notice) -> None:
        """Wait for a server.

        Args:
            timeout_s: By default without limit [s].
            notice: Called with a line, if none is there yet.

        Raises:
            LiveError: If none comes in time.
        """
        ready = self._client.service_is_ready
        if self._live.spin_until(ready, 0.5 if timeout_s is None else min(0.5, timeout_s)):
            return
        notice(f"waiting for the service {self._name}")
        if not self._live.spin_until(ready, timeout_s):
            known = [name for name, _ in graph.services(self._live) if name != self._name]
            raise LiveError(f"no service within {timeout_s} s", got=self._name, known=known)

    def ask(self, request: Any, timeout_s: float | None = None) -> Any:
        """Send a request and wait for the response.

        Args:
            request: What is asked.
            timeout_s: By default without limit [s].

        Raises:
            LiveError: If no response comes in time.
        """
        future = self._client.call_async(request)
        if not self._live.spin_until(future.done, timeout_s):
            self._client.remove_pending_request(future)
            raise LiveError(f"the service {self._name} did not answer within {timeout_s} s")
        return future.result()

    def __enter__(self) -> Asker:
        """Itself."""
        return self

    def __exit__(self, *told: object) -> None:
        """Take the client away."""
        self._live.node.destroy_client(self._client)

    def _types(self) -> list[str]:
        return dict(graph.services(self._live, hidden=True)).get(self._name, [])
