"""A robot as other people would write it, in the namespace /lab; says `ready` once it is there."""

import contextlib
import time

import rclpy
from example_interfaces.action import Fibonacci
from example_interfaces.srv import AddTwoInts
from nav_msgs.msg import Odometry
from rcl_interfaces.msg import FloatingPointRange, ParameterDescriptor
from rclpy.action import ActionServer, CancelResponse, GoalResponse
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.executors import ExternalShutdownException, MultiThreadedExecutor
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, QoSProfile, qos_profile_sensor_data
from sensor_msgs.msg import LaserScan
from std_msgs.msg import String

LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
RATE_HZ = 20


class Robot(Node):
    """Odometry (sensor data), a scan and a latched name; a service, an action, parameters."""

    def __init__(self, **options):
        super().__init__("robot", namespace="/lab", **options)
        limits = FloatingPointRange(from_value=0.0, to_value=10.0, step=0.0)
        self.declare_parameter(
            "gain", 1.5, ParameterDescriptor(description="of arm", floating_point_range=[limits])
        )
        self.declare_parameter("arm.length", 0.5)
        self.declare_parameter("joints", ["a", "b"])
        self.declare_parameter("serial", 7, ParameterDescriptor(read_only=True))
        self.name_publisher = self.create_publisher(String, "name", LATCHED)
        self.name_publisher.publish(String(data="arm of the laboratory"))
        self.odometry = self.create_publisher(Odometry, "odom", qos_profile_sensor_data)
        self.scan = self.create_publisher(LaserScan, "scan", 10)
        self.create_subscription(String, "order", self.obey, 10)
        self.create_service(AddTwoInts, "add", self.add)
        self.count = 0
        self.create_timer(1.0 / RATE_HZ, self.tick)
        self.action = ActionServer(
            self,
            Fibonacci,
            "fibonacci",
            execute_callback=self.execute,
            goal_callback=lambda goal: (
                GoalResponse.ACCEPT if goal.order < 1000 else GoalResponse.REJECT
            ),
            cancel_callback=lambda handle: CancelResponse.ACCEPT,
            callback_group=ReentrantCallbackGroup(),
        )

    def tick(self):
        message = Odometry(child_frame_id="base_link")
        message.header.frame_id = "odom"
        message.header.stamp = self.get_clock().now().to_msg()
        message.pose.pose.position.x = float(self.count)
        message.pose.covariance[0] = 0.25
        self.odometry.publish(message)
        self.scan.publish(LaserScan(ranges=[float("inf")] * 300))
        self.count += 1

    def obey(self, message):
        self.get_logger().info(f"ordered {message.data}")

    def add(self, request, response):
        response.sum = request.a + request.b
        return response

    def execute(self, handle):
        sequence = [0, 1]
        while len(sequence) <= handle.request.order:
            if handle.is_cancel_requested:
                handle.canceled()
                self.get_logger().info("canceled")
                return Fibonacci.Result(sequence=sequence)
            sequence.append((sequence[-1] + sequence[-2]) % 1000)
            handle.publish_feedback(Fibonacci.Feedback(sequence=sequence))
            time.sleep(0.02)
        handle.succeed()
        return Fibonacci.Result(sequence=sequence)

    def destroy_node(self):
        self.action.destroy()
        super().destroy_node()


def main():
    """Run it until it is told to stop."""
    rclpy.init()
    robot = Robot()
    executor = MultiThreadedExecutor(4)
    executor.add_node(robot)
    robot.get_logger().info("ready")
    with contextlib.suppress(KeyboardInterrupt, ExternalShutdownException):
        executor.spin()
    executor.shutdown()
    robot.destroy_node()
    rclpy.try_shutdown()


if __name__ == "__main__":
    main()
