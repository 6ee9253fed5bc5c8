"""The node plays real bags over DDS to a listener in a process of its own."""

import json
import os
import subprocess
import sys
import time

import pytest

from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.messages.qos import CLOCK, DEFAULT, TF_STATIC
from physai_sim.messages.typestore import make_message

pytestmark = pytest.mark.slow

STEP_NS, STEPS = 50_000_000, 10
# Writes what it hears as lines of JSON, until nothing has come for a while after the first.
LISTENER = """
import json, sys, time
import rclpy
from ackermann_msgs.msg import AckermannDriveStamped
from nav_msgs.msg import Odometry
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, QoSProfile, qos_profile_sensor_data
from rosgraph_msgs.msg import Clock
from tf2_msgs.msg import TFMessage

rclpy.init()
node, heard = Node("listener"), [0.0]

def hear(topic):
    def callback(message):
        heard[0] = time.monotonic()
        value = {
            "clock": lambda: message.clock.sec * 10**9 + message.clock.nanosec,
            "odom": lambda: message.child_frame_id,
        }.get(topic, lambda: None)()
        print(json.dumps([topic, value, heard[0]]), flush=True)
    return callback

latched = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
node.create_subscription(Odometry, "odom", hear("odom"), 100)
node.create_subscription(Clock, "clock", hear("clock"), qos_profile_sensor_data)
node.create_subscription(TFMessage, "tf_static", hear("tf_static"), latched)
node.create_subscription(AckermannDriveStamped, "ackermann_cmd", hear("command"), 10)
begin = time.monotonic()
while time.monotonic() < begin + 60 and not (heard[0] and time.monotonic() > heard[0] + 2.0):
    rclpy.spin_once(node, timeout_sec=0.1)
"""


def record(folder, *, clock):
    with BagWriter(folder) as writer:
        if clock:
            writer.add_topic("/clock", "rosgraph_msgs/msg/Clock", CLOCK)
        writer.add_topic("/tf_static", "tf2_msgs/msg/TFMessage", TF_STATIC)
        writer.add_topic("/odom", "nav_msgs/msg/Odometry", DEFAULT)
        kind = "ackermann_msgs/msg/AckermannDriveStamped"
        writer.add_topic("/ackermann_cmd", kind, DEFAULT)
        writer.write("/tf_static", 0, make_message("tf2_msgs/msg/TFMessage"))
        for step in range(STEPS):
            stamp_ns = step * STEP_NS
            if clock:
                time_ = make_message("builtin_interfaces/msg/Time", sec=0, nanosec=stamp_ns)
                message = make_message("rosgraph_msgs/msg/Clock", clock=time_)
                writer.write("/clock", stamp_ns, message)
            odometry = make_message("nav_msgs/msg/Odometry", child_frame_id=f"{step}")
            writer.write("/odom", stamp_ns, odometry)
            writer.write("/ackermann_cmd", stamp_ns, make_message(kind))
    return folder


@pytest.fixture
def replay(tmp_path):
    """`replay(domain, "-p", ...)`: what a listener has heard by topic, and how the node ended."""
    script = tmp_path / "listener.py"
    script.write_text(LISTENER, encoding="utf-8")
    rosless = [sys.executable, "-m", "physai_sim.rosless"]

    def run(domain, *arguments):
        environment = {**os.environ, "ROS_DOMAIN_ID": str(domain)}
        keys = {"env": environment, "text": True, "stdout": subprocess.PIPE}
        listener = subprocess.Popen([*rosless, str(script), "--ros-args", *arguments], **keys)
        command = [sys.executable, "-m", "physai_sim.ros.replay_node", "--ros-args", *arguments]
        node = subprocess.run(command, stderr=subprocess.PIPE, timeout=100, check=False, **keys)
        out, _ = listener.communicate(timeout=100)
        heard = {}
        for line in out.splitlines():
            topic, value, at_s = json.loads(line)
            heard.setdefault(topic, []).append((value, at_s))
        return heard, node

    return run


def values(heard, topic):
    return [value for value, _ in heard.get(topic, [])]


@pytest.mark.parametrize(("clock", "domain"), [(True, 141), (False, 142)])
def test_a_bag_is_played_whole_at_its_pace_with_one_clock_and_without_commands(
    replay, tmp_path, clock, domain
):
    bag = record(tmp_path / "bag", clock=clock)
    heard, node = replay(domain, "-p", f"bag:={bag}", "-p", "rate:=0.5")
    assert node.returncode == 0, node.stderr
    assert values(heard, "odom") == [str(step) for step in range(STEPS)]
    stamps = values(heard, "clock")
    assert set(stamps) <= {step * STEP_NS for step in range(STEPS)}
    assert stamps == sorted(set(stamps))
    assert len(stamps) >= STEPS - 2  # best effort
    assert len(heard["tf_static"]) == 1
    assert "command" not in heard
    begin_s, end_s = heard["odom"][0][1], heard["odom"][-1][1]
    assert end_s - begin_s == pytest.approx((STEPS - 1) * STEP_NS * 2e-9, abs=0.3)


def test_topics_can_be_chosen_the_clock_left_out_and_a_namespace_given(replay, tmp_path):
    bag = record(tmp_path / "bag", clock=True)
    chosen = ["-p", "topics:=['/ackermann_cmd']", "-p", "clock:=false", "-p", "rate:=0.0"]
    heard, node = replay(143, "-p", f"bag:={bag}", *chosen, "-r", "__ns:=/mine")
    assert node.returncode == 0, node.stderr
    assert heard.keys() == {"command"}
    assert len(heard["command"]) == STEPS


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-p", "bag:=/no/such/bag"], "/no/such/bag: does not exist"),
        ([], "bag: no bag was given"),
        (["-p", "rate:=-1.0"], "rate: out of range, got -1.0"),
    ],
)
def test_what_cannot_be_played_is_refused_in_a_line_with_code_2(arguments, says):
    command = [sys.executable, "-m", "physai_sim.ros.replay_node", "--ros-args", *arguments]
    environment = {**os.environ, "ROS_DOMAIN_ID": "144"}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bag_is_played_even_if_nobody_listens(tmp_path):
    bag = record(tmp_path / "bag", clock=True)
    options = ["-p", f"bag:={bag}", "-p", "rate:=0.0", "-p", "wait_s:=0.3"]
    command = [sys.executable, "-m", "physai_sim.ros.replay_node", "--ros-args", *options]
    environment = {**os.environ, "ROS_DOMAIN_ID": "145"}
    begin_s = time.monotonic()
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0
    assert "nobody has subscribed" in done.stderr
    assert time.monotonic() - begin_s < 60
