"""Lets simulated time run at four times the speed of the wall clock, from 100 s on."""

import contextlib

import rclpy
from rclpy.clock import Clock, ClockType
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rosgraph_msgs.msg import Clock as ClockMessage


class ClockPublisher(Node):
    def __init__(self):
        super().__init__("clock_publisher")
        self.publisher = self.create_publisher(ClockMessage, "/clock", 10)
        self.steady = Clock(clock_type=ClockType.STEADY_TIME)
        self.begin = self.steady.now()
        self.timer = self.create_timer(0.005, self.on_timer)

    def on_timer(self):
        elapsed = (self.steady.now() - self.begin).nanoseconds
        message = ClockMessage()
        now = 100_000_000_000 + 4 * elapsed
        message.clock.sec, message.clock.nanosec = divmod(now, 1_000_000_000)
        self.publisher.publish(message)


def main():
    rclpy.init()
    with contextlib.suppress(KeyboardInterrupt, ExternalShutdownException):
        rclpy.spin(ClockPublisher())


if __name__ == "__main__":
    main()
