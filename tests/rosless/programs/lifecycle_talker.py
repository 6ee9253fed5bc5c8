"""A managed talker: it publishes only while it is active."""

import rclpy
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.lifecycle import LifecycleNode, TransitionCallbackReturn
from std_msgs.msg import String


class ManagedTalker(LifecycleNode):
    def __init__(self):
        super().__init__("managed_talker")
        self.count = 0
        self.publisher = None
        self.timer = None

    def publish(self):
        message = String(data=f"managed {self.count}")
        self.count += 1
        if self.publisher is not None and self.publisher.is_activated:
            self.get_logger().info(f"Publishing: {message.data}")
        if self.publisher is not None:
            self.publisher.publish(message)

    def on_configure(self, state):
        self.publisher = self.create_lifecycle_publisher(String, "managed_chatter", 10)
        self.timer = self.create_timer(0.05, self.publish)
        self.get_logger().info(f"configured, coming from {state.label}")
        return TransitionCallbackReturn.SUCCESS

    def on_activate(self, state):
        self.get_logger().info("on_activate() is called.")
        return super().on_activate(state)

    def on_deactivate(self, state):
        self.get_logger().info("on_deactivate() is called.")
        return super().on_deactivate(state)

    def on_cleanup(self, state):
        self.destroy_timer(self.timer)
        self.destroy_publisher(self.publisher)
        self.get_logger().info("on_cleanup() is called.")
        return TransitionCallbackReturn.SUCCESS

    def on_shutdown(self, state):
        self.get_logger().info("on_shutdown() is called.")
        return TransitionCallbackReturn.SUCCESS


def main():
    rclpy.init()
    executor = SingleThreadedExecutor()
    node = ManagedTalker()
    executor.add_node(node)
    try:
        executor.spin()
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        node.destroy_node()


if __name__ == "__main__":
    main()
