import pytest
from message_filters import Subscriber
from std_msgs.msg import String


class Subscription:
    topic_name = "/resolved/chatter"


class RecordingNode:
    """Keeps what it is asked to subscribe to."""

    def create_subscription(self, *arguments, **options):
        self.arguments, self.options = arguments, options
        return Subscription()


@pytest.fixture(name="node")
def _node():
    return RecordingNode()


def test_messages_of_the_topic_are_passed_on(node):
    seen = []
    subscriber = Subscriber(node, String, "chatter")
    subscriber.registerCallback(seen.append)
    kind, topic, callback = node.arguments
    callback(String(data="hello"))
    assert (kind, topic, seen) == (String, "chatter", [String(data="hello")])
    assert node.options == {"qos_profile": 10}


def test_the_profile_and_other_options_are_those_of_a_subscription(node):
    Subscriber(node, String, "chatter", qos_profile=1, raw=True)
    assert node.options == {"qos_profile": 1, "raw": True}
    Subscriber(node, String, "chatter", 5)
    assert node.arguments[3] == 5
    assert node.options == {}


def test_what_a_filter_lacks_is_the_subscriptions(node):
    subscriber = Subscriber(node, String, "chatter")
    assert subscriber.getTopic() == "chatter"
    assert subscriber.topic_name == "/resolved/chatter"
    with pytest.raises(AttributeError):
        _ = subscriber.nothing
