"""Nodes that are killed, stopped or late harm nobody else."""

import signal

import pytest
from rclpy.qos import DurabilityPolicy, QoSProfile
from std_msgs.msg import String

pytestmark = pytest.mark.slow

TALKER = """
    import rclpy
    from std_msgs.msg import String

    rclpy.init()
    node = rclpy.create_node("talker")
    publisher = node.create_publisher(String, "chatter", 10)
    node.create_timer(0.02, lambda: publisher.publish(String(data="x")))
    rclpy.spin(node)
"""
LISTENER = """
    import rclpy
    from sensor_msgs.msg import Image

    rclpy.init()
    node = rclpy.create_node("listener")
    count = 0

    def hear(image):
        global count
        count += 1
        if count % 20 == 0:
            print("heard", count)

    node.create_subscription(Image, "image", hear, 5)
    rclpy.spin(node)
"""


def test_a_node_that_is_killed_leaves_the_graph_and_one_in_its_place_is_heard(start, watch):
    heard, node = [], watch.node
    subscription = node.create_subscription(String, "chatter", heard.append, 10)
    first = start(TALKER)
    watch.spin_until(lambda: heard)
    first.signal(signal.SIGKILL)
    assert first.ends() == -signal.SIGKILL
    heard.clear()
    start(TALKER)
    watch.spin_until(lambda: len(heard) >= 5)
    watch.spin_until(lambda: node.get_node_names().count("talker") == 1)
    watch.spin_until(lambda: subscription.get_publisher_count() == 1)
    assert node.count_publishers("chatter") == 1


def test_a_late_program_gets_what_was_latched(start, watch):
    latched = QoSProfile(depth=2, durability=DurabilityPolicy.TRANSIENT_LOCAL)
    publisher = watch.node.create_publisher(String, "map", latched)
    for text in ("old", "new", "newest"):
        publisher.publish(String(data=text))
    program = start("""
        import rclpy
        from rclpy.qos import DurabilityPolicy, QoSProfile
        from std_msgs.msg import String

        rclpy.init()
        node = rclpy.create_node("late")
        profile = QoSProfile(depth=9, durability=DurabilityPolicy.TRANSIENT_LOCAL)
        node.create_subscription(String, "map", lambda m: print("got", m.data), profile)
        rclpy.spin(node)
    """)
    program.sees("got new\n")
    program.sees("got newest\n")
    assert "got old" not in program.text


def test_a_subscriber_that_stops_reading_stops_nobody_else(start, watch):
    from sensor_msgs.msg import Image

    publisher = watch.node.create_publisher(Image, "image", 5)
    stopped, other = start(LISTENER), start(LISTENER)
    watch.spin_until(lambda: publisher.get_subscription_count() == 2)
    image = Image(data=bytes(640 * 480 * 3))
    count = 0

    def publish():
        nonlocal count
        count += 1
        publisher.publish(image)
        return f"heard {20 * goal}\n" in other.text

    goal = 1
    watch.spin_until(publish)
    stopped.signal(signal.SIGSTOP)
    goal = 6
    watch.spin_until(publish)  # more messages than the history of either side holds
    stopped.signal(signal.SIGCONT)
    begun = stopped.text.count("heard")
    watch.spin_until(lambda: publish() and stopped.text.count("heard") > begun)
    assert watch.node.count_subscribers("image") == 2


def test_a_client_is_not_held_up_by_a_server_that_was_killed(start, watch):
    from example_interfaces.srv import AddTwoInts

    server = """
        import rclpy
        from example_interfaces.srv import AddTwoInts

        def add(request, response):
            response.sum = request.a + request.b
            return response

        rclpy.init()
        node = rclpy.create_node("server")
        node.create_service(AddTwoInts, "add", add)
        rclpy.spin(node)
    """
    client = watch.node.create_client(AddTwoInts, "add")
    first = start(server)
    watch.spin_until(client.service_is_ready)
    first.signal(signal.SIGKILL)
    first.ends()
    lost = client.call_async(AddTwoInts.Request(a=1, b=1))
    watch.spin_until(lambda: not client.service_is_ready())
    assert not lost.done()
    start(server)
    watch.spin_until(client.service_is_ready)
    future = client.call_async(AddTwoInts.Request(a=2, b=3))
    watch.spin_until(future.done)
    assert future.result().sum == 5
