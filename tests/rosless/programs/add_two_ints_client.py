"""Asks for the sum of the two numbers on its command line."""

import sys

import rclpy
from example_interfaces.srv import AddTwoInts
from rclpy.node import Node


class Asker(Node):
    def __init__(self):
        super().__init__("asker")
        self.client = self.create_client(AddTwoInts, "add_two_ints")
        while not self.client.wait_for_service(timeout_sec=1.0):
            self.get_logger().info("service not available, waiting again...")

    def ask(self, a, b):
        request = AddTwoInts.Request()
        request.a, request.b = a, b
        future = self.client.call_async(request)
        rclpy.spin_until_future_complete(self, future)
        return future.result()


def main():
    rclpy.init()
    words = rclpy.utilities.remove_ros_args(sys.argv)
    a, b = int(words[1]), int(words[2])
    node = Asker()
    response = node.ask(a, b)
    node.get_logger().info("Result: %d + %d = %d" % (a, b, response.sum))  # noqa: UP031
    node.destroy_node()
    rclpy.shutdown()


if __name__ == "__main__":
    main()
