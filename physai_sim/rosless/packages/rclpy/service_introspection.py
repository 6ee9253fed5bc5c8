"""Publishes what happens to a service or client. Source: docs.ros.org, "Service introspection".

Events go to `<service>/_service_event`, as the `_Event` message of the service's type.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from physai_sim.rosless.dds.writer import Writer
from physai_sim.rosless.interfaces import codec
from rclpy.client import Client
from rclpy.clock import Clock
from rclpy.qos import QoSProfile

REQUEST_SENT, REQUEST_RECEIVED, RESPONSE_SENT, RESPONSE_RECEIVED = range(4)
_GID_BYTES = 16


class ServiceIntrospectionState(IntEnum):
    """How much is published: nothing, that something happened, or also what was said."""

    OFF = 0
    METADATA = 1
    CONTENTS = 2


def configure(
    entity: Any,
    clock: Clock,
    service_event_qos_profile: QoSProfile,
    introspection_state: ServiceIntrospectionState,
) -> None:
    """Set what a service or client publishes of itself.

    Args:
        entity: `Service` or `Client`.
        clock: Stamps the events.
        service_event_qos_profile: How they are offered.
        introspection_state: How much is published.
    """
    if isinstance(entity.end, WatchedEnd):
        entity.end = entity.end.unwatched()
    if introspection_state == ServiceIntrospectionState.OFF:
        return
    event_class = entity.srv_type.Event
    context = entity.context if isinstance(entity, Client) else entity._context
    writer = Writer(
        context.participant,
        f"rt{entity.service_name}/_service_event",
        codec(event_class).idl_type,
        service_event_qos_profile,
        user_data=f"typehash={codec(event_class).type_hash};",
    )
    entity.end = WatchedEnd(entity.end, writer, event_class, clock, introspection_state)


class WatchedEnd:
    """An end of a service that publishes what goes through it.

    Args:
        end: The end itself.
        writer: Publishes the events.
        event_class: Class of the events.
        clock: Stamps them.
        state: How much is published.
    """

    def __init__(
        self, end: Any, writer: Writer, event_class: type[Any], clock: Clock, state: int
    ) -> None:
        self._end, self._writer, self._class = end, writer, event_class
        self._clock, self._state = clock, state

    def __getattr__(self, name: str) -> Any:
        """All else is that of the end itself."""
        return getattr(self._end, name)

    def send(self, request: Any) -> int:
        """Send a request; gives its number."""
        number: int = self._end.send(request)
        self._publish(REQUEST_SENT, self._client(), number, request=[request])
        return number

    def take(self) -> Any:
        """Take a request with its identity, or a reply with the number of its request."""
        taken = self._end.take()
        if taken is None:
            return None
        message, identity = taken
        if isinstance(identity, int):
            self._publish(RESPONSE_RECEIVED, self._client(), identity, response=[message])
        else:
            self._publish(REQUEST_RECEIVED, identity.client, identity.number, request=[message])
        return taken

    def reply(self, to: Any, response: Any) -> None:
        """Answer a request."""
        self._end.reply(to, response)
        self._publish(RESPONSE_SENT, to.client, to.number, response=[response])

    def unwatched(self) -> Any:
        """Publish no more; gives the end itself."""
        self._writer.close()
        return self._end

    def close(self) -> None:
        """Remove all."""
        self.unwatched().close()

    def _client(self) -> int:
        return int(self._end.writer.instance)

    def _publish(self, kind: int, client: int, number: int, **contents: list[Any]) -> None:
        from service_msgs.msg import ServiceEventInfo

        info = ServiceEventInfo(
            event_type=kind,
            stamp=self._clock.now().to_msg(),
            client_gid=list(client.to_bytes(_GID_BYTES, "little")),
            sequence_number=number,
        )
        shown = contents if self._state == ServiceIntrospectionState.CONTENTS else {}
        self._writer.write(codec(self._class).serialize(self._class(info=info, **shown)))
