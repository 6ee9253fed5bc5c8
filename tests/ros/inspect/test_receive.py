import threading
import time

import pytest
from rclpy.qos import DurabilityPolicy, ReliabilityPolicy
from std_msgs.msg import String

from physai_sim.core.errors import UnknownNameError
from physai_sim.ros.inspect.qos import Wish
from physai_sim.ros.inspect.receive import Request, find_source, received
from physai_sim.ros.inspect.session import LiveError

pytestmark = pytest.mark.slow

DOMAIN = 53


def test_what_a_topic_needs_is_found_out(live):
    notices = []
    source = find_source(live, Request("lab/name"), notices.append)
    assert (source.topic, source.kind, notices) == ("/lab/name", String, [])
    assert source.profile.durability == DurabilityPolicy.TRANSIENT_LOCAL
    source = find_source(live, Request("/lab/odom"), notices.append)
    assert source.profile.reliability == ReliabilityPolicy.BEST_EFFORT
    wish = Wish(durability="volatile")
    source = find_source(live, Request("/lab/name", wish=wish), notices.append)
    assert source.profile.durability == DurabilityPolicy.VOLATILE


def test_messages_come_with_the_moment_of_their_receipt(live):
    source = find_source(live, Request("/lab/odom"), lambda line: None)
    found = []
    for item in received(live, source, timeout_s=30.0):
        if item is not None:
            found.append(item)
        if len(found) == 3:
            break
    positions = [message.pose.pose.position.x for message, _ in found]
    assert positions == sorted(positions)
    times = [received_ns for _, received_ns in found]
    assert times == sorted(times)
    assert times[-1] <= time.monotonic_ns()


def test_messages_may_stay_serialised(live):
    source = find_source(live, Request("/lab/name"), lambda line: None)
    message = next(item[0] for item in received(live, source, raw=True) if item is not None)
    assert b"arm of the laboratory" in bytes(message)


def test_a_topic_that_appears_later_is_waited_for(live, robot):
    def publish():
        publisher = robot.create_publisher(String, "late", 10)
        for _ in range(100):
            publisher.publish(String(data="now"))
            if done.wait(0.1):
                break
        robot.destroy_publisher(publisher)

    done, notices = threading.Event(), []
    thread = threading.Timer(2.5, publish)
    thread.start()
    try:
        source = find_source(live, Request("/lab/late", timeout_s=30.0), notices.append)
        message = next(item[0] for item in received(live, source) if item is not None)
    finally:
        done.set()
        thread.join()
    assert message.data == "now"
    assert notices == ["waiting for the topic /lab/late"]


def test_silence_ends_after_its_time(live):
    with pytest.raises(LiveError, match=r"no topic within 0.1 s, got '/none'"):
        find_source(live, Request("/none", timeout_s=0.1), lambda line: None)
    wish = Wish(durability="volatile")
    source = find_source(live, Request("/lab/name", wish=wish), lambda line: None)
    with pytest.raises(LiveError, match=r"no message came on /lab/name within 0.3 s"):
        list(received(live, source, timeout_s=0.3))


def test_another_type_than_the_topics_is_refused(live):
    with pytest.raises(UnknownNameError, match="/lab/name: is of another type"):
        find_source(live, Request("/lab/name", "std_msgs/Int8"), lambda line: None)
