"""Adds two numbers for whoever asks."""

import contextlib

import rclpy
from example_interfaces.srv import AddTwoInts
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node


class Adder(Node):
    def __init__(self):
        super().__init__("adder")
        self.service = self.create_service(AddTwoInts, "add_two_ints", self.on_request)
        self.get_logger().info("ready")

    def on_request(self, request, response):
        response.sum = request.a + request.b
        self.get_logger().info(f"Incoming request a: {request.a} b: {request.b}")
        return response


def main():
    rclpy.init()
    with contextlib.suppress(KeyboardInterrupt, ExternalShutdownException):
        rclpy.spin(Adder())


if __name__ == "__main__":
    main()
