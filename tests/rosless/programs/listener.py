"""Logs what it hears, as a first subscriber does."""

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from std_msgs.msg import String


class Listener(Node):
    def __init__(self):
        super().__init__("listener")
        self.subscription = self.create_subscription(String, "chatter", self.on_message, 10)

    def on_message(self, message):
        self.get_logger().info('I heard: "%s"' % message.data)  # noqa: UP031


def main(args=None):
    rclpy.init(args=args)
    try:
        node = Listener()
        rclpy.spin(node)
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
