"""Waits for the map that was published before it came."""

import sys

import numpy as np
import rclpy
from nav_msgs.msg import OccupancyGrid
from rclpy.qos import DurabilityPolicy, QoSProfile
from rclpy.wait_for_message import wait_for_message


def main():
    rclpy.init()
    node = rclpy.create_node("map_reader")
    profile = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
    found, grid = wait_for_message(
        OccupancyGrid, node, "map", qos_profile=profile, time_to_wait=20.0
    )
    if not found:
        sys.exit("no map")
    cells = np.array(grid.data, dtype=np.int8).reshape(grid.info.height, grid.info.width)
    node.get_logger().info(f"map of {cells.shape}, sum {int(cells.sum())}")
    node.destroy_node()
    rclpy.shutdown()


if __name__ == "__main__":
    main()
