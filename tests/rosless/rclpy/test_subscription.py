"""Subscriptions call back with messages, and with what came with them."""

import time

import pytest
from rclpy.exceptions import InvalidHandle
from rclpy.qos import DurabilityPolicy, QoSProfile
from rclpy.serialization import deserialize_message
from rclpy.subscription import Subscription
from std_msgs.msg import String

LATCHED = QoSProfile(depth=3, durability=DurabilityPolicy.TRANSIENT_LOCAL)


@pytest.fixture
def tell(nodes):
    """`tell("text")`: publishes on `/chatter`."""
    publisher = nodes.node("tells").create_publisher(String, "chatter", LATCHED)
    return lambda text: publisher.publish(String(data=text))


def test_a_callback_of_one_argument_gets_the_message(nodes, tell):
    heard = []
    nodes.node("hears").create_subscription(String, "chatter", heard.append, 10)
    tell("a")
    nodes.spin_until(lambda: heard)
    assert heard == [String(data="a")]


def test_a_callback_of_two_arguments_gets_what_came_with_the_message(nodes, tell):
    heard = []
    found = nodes.node("hears").create_subscription(
        String, "chatter", lambda message, info: heard.append((message, info)), 10
    )
    assert found._callback_type is Subscription.CallbackType.WithMessageInfo
    before = time.time_ns()
    tell("a")
    nodes.spin_until(lambda: heard)
    message, info = heard[0]
    assert message.data == "a"
    assert before <= info["source_timestamp"] <= info["received_timestamp"] <= time.time_ns()
    assert info["publication_sequence_number"] is None
    assert info["reception_sequence_number"] is None


def test_methods_partials_and_optional_arguments_count_as_they_can_be_called(nodes, tell):
    heard = []

    class Ear:
        def hear(self, message, *, loud=True):
            heard.append(message)

        async def hear_both(self, message, info):
            heard.append(message)

        def hear_any(self, *arguments):
            heard.append(arguments)

    ear, node = Ear(), nodes.node("hears")
    for callback in (ear.hear, ear.hear_both, ear.hear_any):
        node.create_subscription(String, "chatter", callback, 10)
    tell("a")
    nodes.spin_until(lambda: len(heard) == 3)
    assert [String(data="a")] in [list(h) for h in heard if isinstance(h, tuple)]


@pytest.mark.parametrize("callback", [lambda: None, lambda a, b, c: None])
def test_a_callback_of_another_number_of_arguments_is_refused(nodes, callback):
    with pytest.raises(RuntimeError, match="one argument"):
        nodes.node("hears").create_subscription(String, "chatter", callback, 10)


def test_raw_subscriptions_get_bytes(nodes, tell):
    heard = []
    nodes.node("hears").create_subscription(String, "chatter", heard.append, 10, raw=True)
    tell("raw")
    nodes.spin_until(lambda: heard)
    assert isinstance(heard[0], bytes)
    assert deserialize_message(heard[0], String).data == "raw"


def test_a_latecomer_gets_what_was_latched(nodes, tell):
    for text in ("a", "b", "c", "d"):
        tell(text)
    heard = []
    nodes.node("late").create_subscription(
        String, "chatter", lambda m: heard.append(m.data), LATCHED
    )
    nodes.spin_until(lambda: len(heard) == 3)
    assert heard == ["b", "c", "d"]


def test_the_callback_can_be_exchanged(nodes, tell):
    first, second = [], []
    found = nodes.node("hears").create_subscription(String, "chatter", first.append, 10)
    found.callback = lambda message, info: second.append(info)
    tell("a")
    nodes.spin_until(lambda: second)
    assert first == []


def test_a_malformed_message_is_dropped_with_one_line_and_the_next_arrives(nodes, tell, capfd):
    heard = []
    node = nodes.node("hears")
    node.create_subscription(String, "chatter", heard.append, 10)
    publisher = nodes.node("liar").create_publisher(String, "chatter", 10)
    publisher.publish(b"\0\1\0\0" + b"\2\0\0\0a\0" + bytes(10))  # more than a string
    tell("sane")
    nodes.spin_until(lambda: heard)
    assert heard == [String(data="sane")]
    err = capfd.readouterr().err
    assert err.count("A malformed message on topic '/chatter' was dropped") == 1


def test_a_subscription_knows_its_topic_and_who_publishes(nodes, tell):
    found = nodes.node("hears").create_subscription(String, "chatter", print, 10)
    assert found.topic_name == found.topic == "/chatter"
    assert found.logger_name == "hears"
    assert len(found.gid) == 16
    assert not found.is_cft_enabled
    nodes.spin_until(lambda: found.get_publisher_count() == 1)


def test_after_its_end_nothing_comes(nodes, tell):
    heard = []
    with nodes.node("hears").create_subscription(String, "chatter", heard.append, 10) as found:
        pass
    tell("a")
    nodes.executor.spin_once(timeout_sec=0.1)
    assert heard == []
    with pytest.raises(InvalidHandle, match="the subscription of /chatter was destroyed"):
        found.get_publisher_count()
