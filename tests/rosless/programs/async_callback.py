"""Awaits a service of its own within a callback of a single-threaded executor."""

import rclpy
from example_interfaces.srv import AddTwoInts
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.node import Node


class Chain(Node):
    def __init__(self):
        super().__init__("chain")
        group = ReentrantCallbackGroup()
        self.service = self.create_service(AddTwoInts, "add", self.add, callback_group=group)
        self.client = self.create_client(AddTwoInts, "add", callback_group=group)
        self.timer = self.create_timer(0.05, self.work, callback_group=group)
        self.done = rclpy.Future()

    async def add(self, request, response):
        response.sum = request.a + request.b
        return response

    async def work(self):
        self.timer.cancel()
        total = 0
        for number in range(1, 6):
            response = await self.client.call_async(AddTwoInts.Request(a=total, b=number))
            total = response.sum
        self.get_logger().info(f"total {total}")
        self.done.set_result(total)


def main(args=None):
    rclpy.init(args=args)
    node = Chain()
    node.client.wait_for_service()
    rclpy.spin_until_future_complete(node, node.done)
    node.destroy_node()
    rclpy.shutdown()


if __name__ == "__main__":
    main()
