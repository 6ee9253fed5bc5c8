"""Sends one goal, shows its feedback, and cancels it after some if it is told to."""

import rclpy
from action_msgs.msg import GoalStatus
from example_interfaces.action import Fibonacci
from rclpy.action import ActionClient
from rclpy.node import Node


class FibonacciClient(Node):
    def __init__(self):
        super().__init__("fibonacci_client")
        self.order = self.declare_parameter("order", 5).value
        self.cancel_after = self.declare_parameter("cancel_after", 0).value
        self.client = ActionClient(self, Fibonacci, "fibonacci")
        self.handle = None
        self.seen = 0

    def send_goal(self):
        self.get_logger().info("Waiting for action server...")
        self.client.wait_for_server()
        goal = Fibonacci.Goal()
        goal.order = self.order
        future = self.client.send_goal_async(goal, feedback_callback=self.on_feedback)
        future.add_done_callback(self.on_response)

    def on_response(self, future):
        self.handle = future.result()
        if not self.handle.accepted:
            self.get_logger().info("Goal rejected :(")
            rclpy.shutdown()
            return
        self.get_logger().info("Goal accepted :)")
        self.handle.get_result_async().add_done_callback(self.on_result)

    def on_feedback(self, message):
        self.seen += 1
        self.get_logger().info(f"Received feedback: {list(message.feedback.sequence)}")
        if self.seen == self.cancel_after and self.handle is not None:
            self.handle.cancel_goal_async().add_done_callback(self.on_cancelled)

    def on_cancelled(self, future):
        count = len(future.result().goals_canceling)
        self.get_logger().info(f"{count} goal is being cancelled")

    def on_result(self, future):
        names = {GoalStatus.STATUS_SUCCEEDED: "succeeded", GoalStatus.STATUS_CANCELED: "canceled"}
        outcome = names.get(future.result().status, "failed")
        self.get_logger().info(f"Goal {outcome}: {list(future.result().result.sequence)}")
        rclpy.shutdown()


def main(args=None):
    rclpy.init(args=args)
    node = FibonacciClient()
    node.send_goal()
    rclpy.spin(node)


if __name__ == "__main__":
    main()
