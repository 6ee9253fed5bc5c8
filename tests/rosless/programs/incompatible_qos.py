"""Offers less than is asked for, and hears of it on both sides."""

import rclpy
from rclpy.event_handler import PublisherEventCallbacks, SubscriptionEventCallbacks
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import QoSPolicyKind, QoSProfile, ReliabilityPolicy
from std_msgs.msg import String


class Offers(Node):
    def __init__(self):
        super().__init__("offers")
        callbacks = PublisherEventCallbacks(incompatible_qos=self.on_incompatible)
        profile = QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
        self.publisher = self.create_publisher(String, "topic", profile, event_callbacks=callbacks)
        self.told = rclpy.Future()

    def on_incompatible(self, event):
        policy = QoSPolicyKind(event.last_policy_kind).name
        self.get_logger().info(f"offered {policy} is too little for {event.total_count}")
        self.told.set_result(policy)


class Asks(Node):
    def __init__(self):
        super().__init__("asks")
        callbacks = SubscriptionEventCallbacks(incompatible_qos=self.on_incompatible)
        profile = QoSProfile(depth=1, reliability=ReliabilityPolicy.RELIABLE)
        self.subscription = self.create_subscription(
            String, "topic", print, profile, event_callbacks=callbacks
        )
        self.told = rclpy.Future()

    def on_incompatible(self, event):
        policy = QoSPolicyKind(event.last_policy_kind).name
        self.get_logger().info(f"requested {policy} is not offered by {event.total_count}")
        self.told.set_result(policy)


def main():
    rclpy.init()
    offers, asks = Offers(), Asks()
    executor = SingleThreadedExecutor()
    executor.add_node(offers)
    executor.add_node(asks)
    for node in (offers, asks):
        executor.spin_until_future_complete(node.told, timeout_sec=20.0)
    rclpy.shutdown()


if __name__ == "__main__":
    main()
