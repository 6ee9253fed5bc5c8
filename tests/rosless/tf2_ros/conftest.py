"""A node that keeps what it is asked to create."""

import pytest


class Publisher:
    """Keeps what is published, as it was at that time."""

    def __init__(self):
        self.sent = []

    def publish(self, message):
        self.sent.append([transform.child_frame_id for transform in message.transforms])
        self.last = message


class RecordingNode:
    """As much of a node as broadcasters and listeners need."""

    def __init__(self):
        self.publishers, self.subscriptions, self.destroyed = {}, {}, []

    def create_publisher(self, kind, topic, qos):
        self.publishers[topic] = (kind, qos, Publisher())
        return self.publishers[topic][2]

    def create_subscription(self, kind, topic, callback, qos, *, callback_group):
        self.subscriptions[topic] = (kind, callback, qos, callback_group)
        return topic

    def destroy_subscription(self, subscription):
        self.destroyed.append(subscription)


@pytest.fixture
def node():
    return RecordingNode()
