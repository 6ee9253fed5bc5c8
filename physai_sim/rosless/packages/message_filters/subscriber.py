"""The filter at the beginning of a chain: a subscription."""

from __future__ import annotations

from typing import Any

from rclpy.node import Node

from message_filters.simple_filter import SimpleFilter


class Subscriber(SimpleFilter):
    """Passes on the messages of a topic.

    Args:
        node: Gets the subscription.
        msg_type: The topic's type.
        topic: The topic's name.
        args: Further arguments of `Node.create_subscription` after the callback.
        kwargs: The same by name; `qos_profile` is a depth of 10 by default.
    """

    def __init__(self, node: Node, msg_type: Any, topic: str, *args: Any, **kwargs: Any) -> None:
        super().__init__()
        self.node = node
        self.topic = topic
        if not args:
            kwargs.setdefault("qos_profile", 10)
        self.sub = node.create_subscription(msg_type, topic, self.callback, *args, **kwargs)

    def callback(self, msg: Any) -> None:
        """Pass a message on."""
        self.signalMessage(msg)

    def getTopic(self) -> str:  # noqa: N802 - message_filters' name
        """The topic's name as it was given."""
        return self.topic

    def __getattr__(self, key: str) -> Any:
        """What a filter lacks is the subscription's."""
        if key == "sub":  # not made yet: no subscription to ask
            raise AttributeError(key)
        return getattr(self.sub, key)
