"""Calls a service and waits for the answer within a timer, which needs threads and groups."""

import threading
import time

import rclpy
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup, ReentrantCallbackGroup
from rclpy.executors import MultiThreadedExecutor
from rclpy.node import Node
from std_srvs.srv import Empty, SetBool


class Groups(Node):
    def __init__(self):
        super().__init__("groups")
        served, asked = MutuallyExclusiveCallbackGroup(), MutuallyExclusiveCallbackGroup()
        self.create_service(SetBool, "switch", self.on_switch, callback_group=served)
        self.client = self.create_client(SetBool, "switch", callback_group=served)
        self.timer = self.create_timer(0.05, self.on_timer, callback_group=asked)
        together = ReentrantCallbackGroup()
        self.meeting = threading.Barrier(2, timeout=20.0)
        for name in ("left", "right"):
            self.create_service(Empty, name, self.on_meet, callback_group=together)
        self.ends = [self.create_client(Empty, name) for name in ("left", "right")]
        self.inside, self.most = 0, 0

    def on_switch(self, request, response):
        self.inside += 1
        self.most = max(self.most, self.inside)
        time.sleep(0.02)
        self.inside -= 1
        response.success = True
        response.message = "on" if request.data else "off"
        return response

    def on_meet(self, request, response):
        self.meeting.wait()
        return response

    def on_timer(self):
        self.timer.cancel()
        self.client.wait_for_service()
        response = self.client.call(SetBool.Request(data=True))
        self.get_logger().info(f"switched {response.message}")
        futures = [self.client.call_async(SetBool.Request()) for _ in range(5)]
        while not all(future.done() for future in futures):
            time.sleep(0.01)
        self.get_logger().info(f"at most {self.most} at once in an exclusive group")
        for client in self.ends:
            client.wait_for_service()
        futures = [client.call_async(Empty.Request()) for client in self.ends]
        while not all(future.done() for future in futures):
            time.sleep(0.01)
        self.get_logger().info("two met in a reentrant group")
        rclpy.shutdown()


def main():
    rclpy.init()
    node = Groups()
    executor = MultiThreadedExecutor(num_threads=4)
    executor.add_node(node)
    executor.spin()


if __name__ == "__main__":
    main()
