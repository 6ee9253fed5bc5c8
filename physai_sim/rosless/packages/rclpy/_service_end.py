"""What clients and servers of a service share."""

from __future__ import annotations

from types import TracebackType
from typing import Any, TypeVar

from physai_sim.rosless.dds.services import ClientEnd, ServerEnd

Opened = TypeVar("Opened", bound="ServiceEnd")


class ServiceEnd:
    """One end of a service; a context manager that ends it.

    Attributes:
        srv_name: Full name of the service.
        end: What it is in DDS.
    """

    srv_name: str
    end: ClientEnd | ServerEnd
    _open: bool

    @property
    def handle(self) -> int:
        """The DDS condition that says that something waits to be taken."""
        return self.end.reader.condition

    @property
    def service_name(self) -> str:
        """Full name of the service."""
        return self.srv_name

    @property
    def logger_name(self) -> str:
        """Name of the logger of its node."""
        return str(getattr(self, "_logger_name", ""))

    def configure_introspection(
        self, clock: Any, service_event_qos_profile: Any, state: Any
    ) -> None:
        """Publish what happens to it; see `rclpy.service_introspection`."""
        from rclpy.service_introspection import configure

        configure(self, clock, service_event_qos_profile, state)

    def destroy(self) -> None:
        """End it, as its node does; requests that wait get no answer."""
        self._open = False
        self.end.close()

    def __enter__(self: Opened) -> Opened:
        """The end itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.destroy()
