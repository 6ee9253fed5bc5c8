"""Awaits a service from a coroutine of asyncio, whose loop spins the node between other work."""

import asyncio

import rclpy
from example_interfaces.srv import AddTwoInts
from rclpy.node import Node


class Adder(Node):
    def __init__(self):
        super().__init__("adder")
        self.create_service(AddTwoInts, "add", self.add)
        self.client = self.create_client(AddTwoInts, "add")

    async def add(self, request, response):
        response.sum = request.a + request.b
        return response

    async def total(self, numbers):
        total = 0
        for number in numbers:
            response = await self.client.call_async(AddTwoInts.Request(a=total, b=number))
            total = response.sum
        return total


async def spin(node):
    while rclpy.ok():
        rclpy.spin_once(node, timeout_sec=0)
        await asyncio.sleep(0.001)


async def run():
    node = Adder()
    spinning = asyncio.create_task(spin(node))
    while not node.client.service_is_ready():
        await asyncio.sleep(0.01)
    totals = await asyncio.gather(node.total([1, 2, 3]), node.total([10, 20]))
    node.get_logger().info(f"totals {totals}")
    spinning.cancel()
    node.destroy_node()


def main():
    rclpy.init()
    asyncio.run(run())
    rclpy.shutdown()


if __name__ == "__main__":
    main()
