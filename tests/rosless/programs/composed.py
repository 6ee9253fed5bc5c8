"""Three nodes in one executor, under names and namespaces of their own."""

import rclpy
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from std_msgs.msg import Int32


class Source(Node):
    def __init__(self):
        super().__init__("source", namespace="line")
        self.publisher = self.create_publisher(Int32, "number", 10)
        self.timer = self.create_timer(0.05, self.on_timer)
        self.number = 0

    def on_timer(self):
        self.publisher.publish(Int32(data=self.number))
        self.number += 1


class Doubler(Node):
    def __init__(self):
        super().__init__("doubler", namespace="/line")
        self.publisher = self.create_publisher(Int32, "~/doubled", 10)
        self.create_subscription(Int32, "number", self.on_number, 10)

    def on_number(self, message):
        self.publisher.publish(Int32(data=2 * message.data))


class Sink(Node):
    def __init__(self):
        super().__init__("sink")
        self.create_subscription(Int32, "/line/doubler/doubled", self.on_number, 10)
        self.numbers = []
        self.full = rclpy.Future()

    def on_number(self, message):
        self.numbers.append(message.data)
        if len(self.numbers) == 5:
            self.full.set_result(self.numbers)


def main():
    rclpy.init()
    nodes = [Source(), Doubler(), Sink()]
    executor = SingleThreadedExecutor()
    for node in nodes:
        executor.add_node(node)
    executor.spin_until_future_complete(nodes[2].full, timeout_sec=20.0)
    steps = {b - a for a, b in zip(nodes[2].numbers, nodes[2].numbers[1:], strict=False)}
    nodes[2].get_logger().info(f"steps {steps}")
    names = sorted(node.get_fully_qualified_name() for node in nodes)
    nodes[2].get_logger().info(f"nodes {names}")
    topics = dict(nodes[2].get_topic_names_and_types())
    nodes[2].get_logger().info(f"types {topics['/line/number']}")
    executor.shutdown()
    for node in nodes:
        node.destroy_node()
    rclpy.shutdown()


if __name__ == "__main__":
    main()
