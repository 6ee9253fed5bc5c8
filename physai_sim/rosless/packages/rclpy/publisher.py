"""A publisher of a topic. Source: docs.ros.org, rclpy API, "Publisher"."""

from __future__ import annotations

from typing import Any

from physai_sim.rosless.dds.library import DdsError
from physai_sim.rosless.dds.writer import Writer
from physai_sim.rosless.interfaces import codec
from rclpy._topic_end import TopicEnd
from rclpy.callback_groups import CallbackGroup
from rclpy.duration import Duration
from rclpy.event_handler import EventHandler, PublisherEventCallbacks
from rclpy.exceptions import InvalidHandle, RCLError
from rclpy.qos import QoSProfile


class Publisher(TopicEnd):
    """Publishes messages; `Node.create_publisher` makes it.

    Args:
        context: Whose participant sends.
        msg_type: Class of the messages.
        topic: Full name of the topic.
        qos_profile: How it is offered.
        event_callbacks: What to call when something happens to it.
        callback_group: Says when those may run.
    """

    def __init__(
        self,
        context: Any,
        msg_type: type[Any],
        topic: str,
        *,
        qos_profile: QoSProfile,
        event_callbacks: PublisherEventCallbacks,
        callback_group: CallbackGroup,
    ) -> None:
        self._context, self.msg_type, self.qos_profile = context, msg_type, qos_profile
        self._topic, self._codec = topic, codec(msg_type)
        self._writer = Writer(
            context.participant,
            f"rt{topic}",
            self._codec.idl_type,
            qos_profile,
            user_data=f"typehash={self._codec.type_hash};",
        )
        self.event_handlers: list[EventHandler] = event_callbacks.create_event_handlers(
            callback_group, self._writer, topic
        )

    def publish(self, msg: Any) -> None:
        """Publish a message, or one that is serialised already.

        Raises:
            TypeError: If it is of another type.
            RCLError: If the context was shut down.
            InvalidHandle: If the publisher was destroyed.
        """
        if not self._context.ok():
            raise RCLError("Failed to publish: publisher's context is invalid")
        if isinstance(msg, self.msg_type):
            data = self._codec.serialize(msg)
        elif isinstance(msg, bytes):
            data = msg
        else:
            raise TypeError(f"Expected {self.msg_type}, got {type(msg)}")
        self._checked()
        try:
            self._writer.write(data)
        except DdsError as error:
            raise RCLError(f"Failed to publish on {self._topic}: {error}") from None

    def get_subscription_count(self) -> int:
        """Subscriptions that receive what is published."""
        self._checked()
        return self._writer.matched_count()

    @property
    def gid(self) -> bytes:
        """Identity in the domain, 16 bytes."""
        return self._writer.guid

    def assert_liveliness(self) -> None:
        """Say that it lives, where liveliness is MANUAL_BY_TOPIC."""
        self._checked()
        self._writer.assert_liveliness()

    def wait_for_all_acked(self, timeout: Duration | None = None) -> bool:
        """Wait until every reliable subscription has all; whether that came about in time.

        Args:
            timeout: By default without limit; negative as well.
        """
        self._checked()
        nanoseconds = -1 if timeout is None else timeout.nanoseconds
        return self._writer.wait_for_acks(nanoseconds if nanoseconds >= 0 else None)

    def destroy(self) -> None:
        """End it; `Node.destroy_publisher` does so."""
        self._writer.close()

    def _checked(self) -> None:
        if not self._writer.handle:
            raise InvalidHandle(f"the publisher of {self._topic} was destroyed")
