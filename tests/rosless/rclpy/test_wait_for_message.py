import threading

from rclpy.wait_for_message import wait_for_message
from std_msgs.msg import String


def test_a_message_ends_the_wait(company):
    node = company(161).node("node")
    publisher = node.create_publisher(String, "chatter", 1)
    stop = threading.Event()

    def publish():
        while not stop.wait(0.01):
            publisher.publish(String(data="hello"))

    thread = threading.Thread(target=publish)
    thread.start()
    try:
        found, message = wait_for_message(String, node, "chatter", time_to_wait=20)
    finally:
        stop.set()
        thread.join()
    assert (found, message) == (True, String(data="hello"))
    assert not any(s.topic_name == "/chatter" for s in node.subscriptions)


def test_the_time_may_run_out(company):
    node = company(161).node("node")
    assert wait_for_message(String, node, "silence", time_to_wait=0.05) == (False, None)


def test_the_end_of_the_context_ends_the_wait(company):
    nodes = company(161)
    node, found = nodes.node("node"), []
    thread = threading.Thread(
        target=lambda: found.append(wait_for_message(String, node, "silence"))
    )
    thread.start()
    while not any(s.topic_name == "/silence" for s in node.subscriptions):
        assert thread.is_alive()
    nodes.context.shutdown()
    thread.join(20)
    assert found == [(False, None)]
