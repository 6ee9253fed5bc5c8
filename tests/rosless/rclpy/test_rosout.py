"""What nodes log is published."""

import logging
import time

import pytest
from rcl_interfaces.msg import Log
from rclpy.qos import DurabilityPolicy, QoSProfile

LATCHED = QoSProfile(depth=100, durability=DurabilityPolicy.TRANSIENT_LOCAL)


@pytest.fixture
def heard(nodes):
    """All that is published on `/rosout`."""
    found = []
    watch = nodes.node("watch", enable_rosout=False)
    watch.create_subscription(Log, "/rosout", found.append, LATCHED)
    return found


def test_a_message_tells_who_said_what_and_where(nodes, heard):
    before = time.time()
    nodes.node("node", namespace="/space").get_logger().error("it broke")
    nodes.spin_until(lambda: heard)
    (log,) = heard
    assert (log.name, log.msg) == ("space.node", "it broke")
    assert log.level == 40
    assert log.file.endswith("test_rosout.py")
    assert log.function == "test_a_message_tells_who_said_what_and_where"
    assert log.line > 0
    assert before - 1 <= log.stamp.sec <= time.time() + 1


def test_loggers_below_that_of_the_node_are_published_and_others_are_not(nodes, heard):
    from rclpy.logging import get_logger

    node = nodes.node("node")
    get_logger("nodes").info("of another")
    get_logger("elsewhere").info("of another")
    node.get_logger().get_child("part").info("of a part")
    nodes.spin_until(lambda: heard)
    assert [(log.name, log.msg) for log in heard] == [("node.part", "of a part")]


def test_what_is_below_the_level_is_not_published(nodes, heard):
    logger = nodes.node("node").get_logger()
    logger.debug("quiet")
    logger.info("loud")
    nodes.spin_until(lambda: heard)
    assert [log.msg for log in heard] == ["loud"]


def test_who_comes_late_hears_what_was_said(nodes):
    nodes.node("node").get_logger().info("early")
    found = []
    nodes.node("late").create_subscription(Log, "/rosout", found.append, LATCHED)
    nodes.spin_until(lambda: found)
    assert found[0].msg == "early"


@pytest.mark.parametrize("how", ["option", "argument", "end"])
def test_a_node_may_keep_its_log_to_itself(company, own_domain, how):
    words = ["--ros-args", "--disable-rosout-logs"] if how == "argument" else []
    nodes = company(own_domain, *words)
    node = nodes.node("node", enable_rosout=how != "option")
    if how == "end":
        node.destroy_node()
    found = []
    nodes.node("watch").create_subscription(Log, "/rosout", found.append, LATCHED)
    node.get_logger().info("private")
    nodes.executor.spin_once(timeout_sec=0.05)
    assert found == []


def test_python_logging_is_left_alone(nodes, heard):
    nodes.node("node")
    logging.getLogger("node").warning("of Python")
    nodes.executor.spin_once(timeout_sec=0.05)
    assert heard == []
