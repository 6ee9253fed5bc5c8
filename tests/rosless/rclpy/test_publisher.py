"""Publishers send messages, or bytes, to those who subscribe."""

import threading

import pytest
from rclpy.duration import Duration
from rclpy.exceptions import InvalidHandle, RCLError
from rclpy.publisher import Publisher
from rclpy.qos import HistoryPolicy, QoSProfile
from rclpy.serialization import serialize_message
from std_msgs.msg import Int32, String


def test_messages_arrive_in_order(nodes):
    heard = []
    publisher = nodes.node("tells").create_publisher(String, "chatter", 10)
    nodes.node("hears").create_subscription(String, "chatter", lambda m: heard.append(m.data), 10)
    for text in ("a", "b", "c"):
        publisher.publish(String(data=text))
    nodes.spin_until(lambda: len(heard) == 3)
    assert heard == ["a", "b", "c"]


def test_serialised_messages_are_published_as_they_are(nodes):
    heard = []
    node = nodes.node("node")
    publisher = node.create_publisher(String, "chatter", 10)
    node.create_subscription(String, "chatter", heard.append, 10)
    publisher.publish(serialize_message(String(data="raw")))
    nodes.spin_until(lambda: heard)
    assert heard == [String(data="raw")]


def test_another_type_is_refused(nodes):
    publisher = nodes.node("node").create_publisher(String, "chatter", 10)
    with pytest.raises(TypeError, match=r"Expected .*String.*got .*Int32"):
        publisher.publish(Int32())


def test_bytes_that_are_no_message_are_refused(nodes):
    publisher = nodes.node("node").create_publisher(String, "chatter", 10)
    with pytest.raises(RCLError, match="Failed to publish on /chatter"):
        publisher.publish(b"\0")


def test_a_publisher_knows_its_topic_and_who_listens(nodes):
    node = nodes.node("node", namespace="/space")
    publisher = node.create_publisher(String, "~/chatter", 10)
    assert publisher.topic_name == publisher.topic == "/space/node/chatter"
    assert publisher.logger_name == "space.node"
    assert len(publisher.gid) == 16
    assert publisher.get_subscription_count() == 0
    node.create_subscription(String, "~/chatter", print, 10)
    nodes.spin_until(lambda: publisher.get_subscription_count() == 1)


def test_after_its_end_a_publisher_refuses_to_do_anything(nodes):
    node = nodes.node("node")
    publisher = node.create_publisher(String, "chatter", 10)
    node.destroy_publisher(publisher)
    for call in (
        lambda: publisher.publish(String()),
        publisher.get_subscription_count,
        publisher.assert_liveliness,
        publisher.wait_for_all_acked,
    ):
        with pytest.raises(InvalidHandle, match="the publisher of /chatter was destroyed"):
            call()


def test_after_the_end_of_its_context_a_publisher_refuses_to_publish(nodes):
    publisher = nodes.node("node").create_publisher(String, "chatter", 10)
    nodes.context.shutdown()
    with pytest.raises(RCLError, match="publisher's context is invalid"):
        publisher.publish(String())


def test_acknowledgements_are_waited_for(nodes):
    publisher = nodes.node("node").create_publisher(String, "chatter", 10)
    publisher.publish(String())
    assert publisher.wait_for_all_acked()
    assert publisher.wait_for_all_acked(Duration(seconds=1))


def test_a_publisher_may_be_of_another_class_and_end_with_a_block(nodes):
    class Counting(Publisher):
        count = 0

        def publish(self, msg):
            self.count += 1
            super().publish(msg)

    node = nodes.node("node")
    with node.create_publisher(String, "chatter", 10, publisher_class=Counting) as publisher:
        publisher.publish(String())
        assert publisher.count == 1
    with pytest.raises(InvalidHandle):
        publisher.publish(String())


def test_many_threads_publish_at_once(nodes):
    heard, everything = [], QoSProfile(history=HistoryPolicy.KEEP_ALL)
    node = nodes.node("node")
    publisher = node.create_publisher(Int32, "numbers", everything)
    node.create_subscription(Int32, "numbers", lambda m: heard.append(m.data), everything)

    def publish(first):
        for number in range(first, first + 50):
            publisher.publish(Int32(data=number))

    threads = [threading.Thread(target=publish, args=(100 * i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    nodes.spin_until(lambda: len(heard) == 200)
    for thread in threads:
        thread.join()
    assert [n for n in heard if n < 100] == list(range(50))
