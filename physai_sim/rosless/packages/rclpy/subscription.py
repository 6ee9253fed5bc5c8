"""A subscription to a topic. Source: docs.ros.org, rclpy API, "Subscription"."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from enum import Enum
from typing import Any, TypedDict

from physai_sim.rosless.dds.reader import Reader
from physai_sim.rosless.interfaces import codec
from rclpy._topic_end import TopicEnd
from rclpy.callback_groups import CallbackGroup
from rclpy.event_handler import EventHandler, SubscriptionEventCallbacks
from rclpy.exceptions import InvalidHandle
from rclpy.logging import get_logger
from rclpy.qos import QoSProfile


class MessageInfo(TypedDict):
    """What came with a message.

    Args:
        source_timestamp: Wall time at which it was published [ns].
        received_timestamp: Wall time at which it was taken [ns].
        publication_sequence_number: None: Cyclone DDS does not tell it.
        reception_sequence_number: None, as well.
    """

    source_timestamp: int
    received_timestamp: int
    publication_sequence_number: int | None
    reception_sequence_number: int | None


class Subscription(TopicEnd):
    """Calls back for each message; `Node.create_subscription` makes it.

    Args:
        context: Whose participant receives.
        msg_type: Class of the messages.
        topic: Full name of the topic.
        callback: Called with the message, and with a `MessageInfo` if it takes two arguments.
        callback_group: Says when the callback may run.
        qos_profile: How the topic is wanted.
        raw: Whether the callback gets serialised bytes.
        event_callbacks: What to call when something happens to it.
    """

    class CallbackType(Enum):
        """What the callback takes."""

        MessageOnly = 0
        WithMessageInfo = 1

    def __init__(
        self,
        context: Any,
        msg_type: type[Any],
        topic: str,
        callback: Callable[..., Any],
        *,
        callback_group: CallbackGroup,
        qos_profile: QoSProfile,
        raw: bool,
        event_callbacks: SubscriptionEventCallbacks,
    ) -> None:
        self._context, self.msg_type, self.qos_profile = context, msg_type, qos_profile
        self._topic, self._codec, self.raw = topic, codec(msg_type), raw
        self.callback, self.callback_group = callback, callback_group
        self._executor_event = False
        self._reader = Reader(
            context.participant,
            f"rt{topic}",
            self._codec.idl_type,
            qos_profile,
            user_data=f"typehash={self._codec.type_hash};",
        )
        self.event_handlers: list[EventHandler] = event_callbacks.create_event_handlers(
            callback_group, self._reader, topic
        )

    @property
    def callback(self) -> Callable[..., Any]:
        """What is called for each message."""
        return self._callback

    @callback.setter
    def callback(self, value: Callable[..., Any]) -> None:
        self._callback = value
        self._callback_type = _callback_type(value)

    @property
    def handle(self) -> int:
        """The DDS condition that says that messages wait."""
        return self._reader.condition

    @property
    def gid(self) -> bytes:
        """Identity in the domain, 16 bytes."""
        return self._reader.guid

    @property
    def is_cft_enabled(self) -> bool:
        """Whether the publisher filters by content; Cyclone DDS cannot."""
        return False

    def get_publisher_count(self) -> int:
        """Publishers whose messages arrive."""
        if not self._reader.handle:
            raise InvalidHandle(f"the subscription of {self._topic} was destroyed")
        return self._reader.matched_count()

    def take_message(self) -> tuple[Any, MessageInfo] | None:
        """The oldest message and what came with it; None if none is there.

        A message whose bytes make no sense is dropped with a warning.
        """
        while (taken := self._reader.take()) is not None:
            info = MessageInfo(
                source_timestamp=taken.source_ns,
                received_timestamp=time.time_ns(),
                publication_sequence_number=None,
                reception_sequence_number=None,
            )
            if self.raw:
                return bytes(taken.data), info
            try:
                return self._codec.deserialize(taken.data), info
            except ValueError as error:
                get_logger(self.logger_name or "rclpy.subscription").warning(
                    f"A malformed message on topic '{self._topic}' was dropped: {error}"
                )
        return None

    def arguments(self, taken: tuple[Any, MessageInfo]) -> tuple[Any, ...]:
        """What the callback is called with."""
        return taken if self._callback_type is self.CallbackType.WithMessageInfo else taken[:1]

    def destroy(self) -> None:
        """End it; `Node.destroy_subscription` does so."""
        self._reader.close()


def _callback_type(callback: Callable[..., Any]) -> Subscription.CallbackType:
    """Whether a callback takes a message, or a message and what came with it."""
    try:
        signature = inspect.signature(callback)
    except ValueError:  # written in C, as `list.append`
        return Subscription.CallbackType.MessageOnly
    try:
        signature.bind(object())
    except TypeError:
        pass
    else:
        return Subscription.CallbackType.MessageOnly
    try:
        signature.bind(object(), object())
    except TypeError:
        raise RuntimeError(
            "Subscription.__init__(): callback should be either be callable with one argument"
            " (to get only the message) or two (to get message and message info)"
        ) from None
    return Subscription.CallbackType.WithMessageInfo
