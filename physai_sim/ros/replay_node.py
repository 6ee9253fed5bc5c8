"""`replay_node`: plays a bag back, message by message as it was recorded, with its clock.

Parameters: `bag`, its folder; `rate`, recorded per wall seconds, 0 for as fast as it goes;
`topics`, those to play, all but what a policy answers if [""]; `clock`, whether it is published;
`wait_s`, how long it waits for a first subscriber. In a namespace, `/odom` is played as `NS/odom`.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import rclpy
from rclpy.duration import Duration
from rclpy.executors import ExternalShutdownException
from rclpy.logging import get_logger
from rclpy.node import Node

from physai_sim.core.errors import ConfigError, MachineError, PhysAIError
from physai_sim.datasets.bag_reader import BagReader, open_bag
from physai_sim.messages.topics import CLOCK
from physai_sim.ros.make import make, message_class
from physai_sim.ros.profiles import rclpy_profile
from physai_sim.ros.replay_topics import played_topics

SETTLED_S = 0.5  # for so long no new subscriber has come: all are there
LOOK_S = 0.1
NS_PER_S = 1_000_000_000


class ReplayNode(Node):
    """Publishes what a bag holds at the pace at which it was recorded."""

    def __init__(self) -> None:
        super().__init__("replay")
        self._rate = float(self.declare_parameter("rate", 1.0).value)
        if not 0.0 <= self._rate < float("inf"):
            raise ConfigError("out of range", where="rate", got=self._rate, expected=">= 0")
        self._wait_s = float(self.declare_parameter("wait_s", 10.0).value)
        wanted = self.declare_parameter("topics", [""]).value
        clock = bool(self.declare_parameter("clock", True).value)  # noqa: FBT003 - rclpy's own
        self._bag = self._opened(str(self.declare_parameter("bag", "").value))
        self._topics = played_topics(dict(self._bag.topics), wanted, clock=clock)
        self._outlets: dict[str, Any] = {
            topic: self._outlet(topic, self._bag.topics[topic]) for topic in self._topics
        }
        # A clock of our own only where the bag has none: two would contradict each other.
        self._own_clock: Any = None
        if clock and CLOCK.name not in self._topics:
            self._own_clock = self._outlet(CLOCK.name, CLOCK.type_name)
        self._told_ns = -1

    def _opened(self, path: str) -> BagReader:
        if not path:
            raise ConfigError("no bag was given", where="bag", expected="the folder of a bag")
        bag = open_bag(Path(path))
        if bag.lost is not None:
            self.get_logger().warning(f"{path} is damaged: {bag.lost}")
        return bag

    def _outlet(self, topic: str, type_name: str) -> Any:
        qos = rclpy_profile(self._bag.qos.get(topic, CLOCK.qos))
        return self.create_publisher(message_class(type_name), topic.lstrip("/"), qos)

    def play(self) -> int:
        """Play the bag once; gives the number of messages."""
        self._await_subscribers()
        count, begin_ns, first_ns = 0, time.monotonic_ns(), -1
        for message in self._bag.serialised(self._topics):
            first_ns = message.stamp_ns if first_ns < 0 else first_ns
            recorded_ns = message.stamp_ns - first_ns
            self._await(begin_ns + int(recorded_ns / self._rate) if self._rate else 0)
            self._tell(message.stamp_ns)
            self._outlets[message.topic].publish(bytes(message.data))
            count += 1
        for outlet in self._outlets.values():
            outlet.wait_for_all_acked(Duration(seconds=2))
        return count

    def _await_subscribers(self) -> None:
        """Wait for a first subscriber, and until no more come; messages before would be lost."""
        begin = changed = time.monotonic()
        seen = 0
        while time.monotonic() < changed + (SETTLED_S if seen else self._wait_s):
            rclpy.spin_once(self, timeout_sec=LOOK_S)
            count = sum(outlet.get_subscription_count() for outlet in self._outlets.values())
            if count != seen:
                seen, changed = count, time.monotonic()
        if not seen:
            waited = f"{time.monotonic() - begin:.0f} s"
            self.get_logger().warning(
                f"nobody has subscribed in {waited}; the bag is played anyway"
            )
        clock = self.resolve_topic_name(CLOCK.name.lstrip("/"))
        if self.count_publishers(clock) > 1:
            raise MachineError("another node publishes the clock", where=clock)

    def _await(self, due_ns: int) -> None:
        """Answer others until a time of the wall's clock [ns] has come."""
        while (left_ns := due_ns - time.monotonic_ns()) > 0:
            rclpy.spin_once(self, timeout_sec=min(left_ns / NS_PER_S, LOOK_S))

    def _tell(self, stamp_ns: int) -> None:
        if self._own_clock is None or stamp_ns <= self._told_ns:
            return
        self._told_ns = stamp_ns
        second, nanosec = divmod(stamp_ns, NS_PER_S)
        now = make("builtin_interfaces/msg/Time", sec=second, nanosec=nanosec)
        self._own_clock.publish(make(CLOCK.type_name, clock=now))


def main(args: list[str] | None = None) -> int:
    """Play the bag that the parameters name; gives the exit code."""
    rclpy.init(args=args)
    try:
        node = ReplayNode()
        count = node.play()
        node.get_logger().info(f"{count} messages were played")
    except PhysAIError as error:
        get_logger("replay").fatal(str(error))
        return 2
    except (KeyboardInterrupt, ExternalShutdownException):
        return 130
    finally:
        rclpy.try_shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
