"""Serves a buffer by the action of tf2 and asks it from another node of the same process."""

import threading

import rclpy
from geometry_msgs.msg import TransformStamped
from rclpy.action import ActionServer
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.duration import Duration
from rclpy.executors import MultiThreadedExecutor
from rclpy.node import Node
from rclpy.time import Time
from tf2_msgs.action import LookupTransform
from tf2_msgs.msg import TF2Error
from tf2_ros import Buffer, BufferClient, LookupException, TransformException


class Server(Node):
    def __init__(self):
        super().__init__("buffer_server")
        self.buffer = Buffer(node=self)
        group = ReentrantCallbackGroup()
        self.server = ActionServer(
            self, LookupTransform, "lookup", self.execute, callback_group=group
        )
        transform = TransformStamped(child_frame_id="base")
        transform.header.frame_id = "map"
        transform.transform.translation.x = 4.0
        transform.transform.rotation.w = 1.0
        self.buffer.set_transform_static(transform, "server")

    def execute(self, goal_handle):
        goal, result = goal_handle.request, LookupTransform.Result()
        try:
            result.transform = self.buffer.lookup_transform(
                goal.target_frame,
                goal.source_frame,
                Time.from_msg(goal.source_time),
                Duration.from_msg(goal.timeout),
            )
            goal_handle.succeed()
        except LookupException as error:
            result.error = TF2Error(error=TF2Error.LOOKUP_ERROR, error_string=str(error))
            goal_handle.abort()
        return result


def main():
    rclpy.init()
    server, node = Server(), rclpy.create_node("asker")
    client = BufferClient(node, "lookup")
    executor = MultiThreadedExecutor(num_threads=4)
    executor.add_node(server)
    executor.add_node(node)
    thread = threading.Thread(target=executor.spin, daemon=True)
    thread.start()
    client.action_client.wait_for_server()
    found = client.lookup_transform("map", "base", Time())
    node.get_logger().info(f"the server says {found.transform.translation.x}")
    try:
        client.lookup_transform("map", "nowhere", Time())
    except TransformException as error:
        node.get_logger().info(f"{type(error).__name__}: {error}")
    node.get_logger().info(f"possible: {client.can_transform('base', 'map', Time())}")
    node.get_logger().info(f"impossible: {client.can_transform('base', 'moon', Time())}")
    executor.shutdown()
    rclpy.shutdown()
    thread.join()


if __name__ == "__main__":
    main()
