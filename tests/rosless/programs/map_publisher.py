"""Publishes one map, latched, for all who come later."""

import contextlib

import rclpy
from nav_msgs.msg import OccupancyGrid
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.qos import QoSDurabilityPolicy, QoSHistoryPolicy, QoSProfile, QoSReliabilityPolicy


class MapPublisher(Node):
    def __init__(self):
        super().__init__("map_publisher")
        profile = QoSProfile(
            reliability=QoSReliabilityPolicy.RELIABLE,
            durability=QoSDurabilityPolicy.TRANSIENT_LOCAL,
            history=QoSHistoryPolicy.KEEP_LAST,
            depth=1,
        )
        self.publisher = self.create_publisher(OccupancyGrid, "map", profile)
        grid = OccupancyGrid()
        grid.header.frame_id = "map"
        grid.header.stamp = self.get_clock().now().to_msg()
        grid.info.resolution = 0.05
        grid.info.width, grid.info.height = 200, 100
        grid.data = [0, 100, -1, 50] * 5000
        self.publisher.publish(grid)
        self.get_logger().info("map is out")


def main():
    rclpy.init()
    with contextlib.suppress(KeyboardInterrupt, ExternalShutdownException):
        rclpy.spin(MapPublisher())


if __name__ == "__main__":
    main()
