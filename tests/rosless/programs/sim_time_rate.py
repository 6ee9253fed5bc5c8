"""Keeps a rate and a timer in simulated time; start it with `-p use_sim_time:=true`."""

import threading
import time

import rclpy
from rclpy.clock import JumpThreshold
from rclpy.duration import Duration
from rclpy.node import Node


class SimTime(Node):
    def __init__(self):
        super().__init__("sim_time")
        self.ticks = []
        self.create_timer(0.5, lambda: self.ticks.append(self.get_clock().now()))
        threshold = JumpThreshold(
            min_forward=Duration(seconds=50), min_backward=None, on_clock_change=False
        )
        self.jump = self.get_clock().create_jump_callback(threshold, post_callback=self.on_jump)

    def on_jump(self, jump):
        self.get_logger().info("time jumped by more than 50 s")


def main(args=None):
    rclpy.init(args=args)
    node = SimTime()
    thread = threading.Thread(target=rclpy.spin, args=(node,), daemon=True)
    thread.start()
    clock = node.get_clock()
    while clock.now().nanoseconds == 0:
        time.sleep(0.01)
    node.get_logger().info(f"uses simulated time: {clock.ros_time_is_active}")
    rate = node.create_rate(10)
    begin, wall = clock.now(), time.monotonic()
    for _ in range(20):
        rate.sleep()
    simulated = (clock.now() - begin).nanoseconds / 1e9
    node.get_logger().info(f"simulated {simulated:.1f} s, wall {time.monotonic() - wall:.1f} s")
    clock.sleep_until(clock.now() + Duration(seconds=1))
    node.get_logger().info(
        f"ticks: {len(node.ticks) >= 4}, from {node.ticks[0].nanoseconds > 1e11}"
    )
    rclpy.shutdown()
    thread.join()


if __name__ == "__main__":
    main()
