"""What makes no sense on the wire is dropped with one line, and the node lives on.

Messages are checked by Cyclone DDS before they are handed over, so datagrams are forged here:
they bear the name of a writer that exists. Source: OMG DDSI-RTPS 2.5, sections 9.4.4 and 9.4.5.
"""

import socket
import struct

import pytest
from example_interfaces.srv import AddTwoInts
from std_msgs.msg import String

pytestmark = pytest.mark.slow

HEARS = """
    import rclpy
    from example_interfaces.srv import AddTwoInts
    from std_msgs.msg import String

    def add(request, response):
        response.sum = request.a + request.b
        return response

    rclpy.init()
    node = rclpy.create_node("hears")
    node.create_subscription(String, "chatter", lambda m: print("heard", repr(m.data)), 10)
    node.create_service(AddTwoInts, "add", add)
    rclpy.spin(node)
"""


def _forge(domain, guid, number, payload):
    """Send a payload to every program of a domain in the name of a writer."""
    body = struct.pack("<HHI4sII", 0, 16, 0, guid[12:], 0, number) + payload
    head = b"RTPS\2\1\1\x10" + guid[:12] + struct.pack("<BBH", 0x15, 5, len(body))
    first = 7400 + 250 * domain + 10
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for port in range(first, first + 20):
            sender.sendto(head + body, ("127.0.0.1", port))


@pytest.mark.parametrize(
    "payload",
    [
        b"\0\1\0\0\xff\xff\xff\xff",  # a text that is longer than its message
        b"\0\1\0\0\4\0\0\0abcd",  # one that does not end
        b"\0\1\0\0",  # nothing at all
    ],
)
def test_a_malformed_message_is_dropped(start, watch, own_domain, payload):
    publisher = watch.node.create_publisher(String, "chatter", 10)
    program = start(HEARS)
    watch.spin_until(lambda: publisher.get_subscription_count() == 1)
    publisher.publish(String(data="first"))
    program.sees("heard 'first'")
    _forge(own_domain, publisher.gid, 2, payload)
    program.sees("rt/chatter/std_msgs::msg::dds_::String_ failed")
    publisher.publish(String(data="taken for the forged one"))
    publisher.publish(String(data="last"))
    program.sees("heard 'last'")
    assert program.text.count("deserialization") == 1
    assert program.process.poll() is None


def test_a_malformed_request_is_dropped(start, watch, own_domain):
    client = watch.node.create_client(AddTwoInts, "add")
    program = start(HEARS)
    watch.spin_until(client.service_is_ready)

    def ask(a):
        future = client.call_async(AddTwoInts.Request(a=a, b=1))
        watch.spin_until(future.done)
        return future.result().sum

    assert ask(1) == 2
    _forge(own_domain, client.end.writer.guid, 2, b"\0\1\0\0" + bytes(8))
    program.sees("rq/addRequest/example_interfaces::srv::dds_::AddTwoInts_Request_ failed")
    client.call_async(AddTwoInts.Request())  # taken for the forged one
    assert ask(2) == 3
    assert program.text.count("deserialization") == 1


def test_a_datagram_that_is_no_rtps_is_ignored(start, watch, own_domain):
    publisher = watch.node.create_publisher(String, "chatter", 10)
    program = start(HEARS)
    watch.spin_until(lambda: publisher.get_subscription_count() == 1)
    first = 7400 + 250 * own_domain + 10
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for port in range(first, first + 20):
            for size in (1, 20, 3000):
                sender.sendto(b"R" * size, ("127.0.0.1", port))
    publisher.publish(String(data="sane"))
    program.sees("heard 'sane'")
