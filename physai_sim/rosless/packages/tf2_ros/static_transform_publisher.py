"""`python -m physai_sim.rosless -m tf2_ros.static_transform_publisher`: one latched transform."""

from __future__ import annotations

import argparse
import math
import sys

import rclpy
from geometry_msgs.msg import Quaternion, TransformStamped
from rclpy.executors import ExternalShutdownException
from rclpy.utilities import remove_ros_args

from tf2_ros.static_transform_broadcaster import StaticTransformBroadcaster

NODE_NAME = "static_transform_publisher"


def parsed(arguments: list[str]) -> argparse.Namespace:
    """The options of a command line without ROS arguments; a usage error ends the program."""
    parser = argparse.ArgumentParser(prog=NODE_NAME, description=__doc__)
    for axis in "xyz":
        parser.add_argument(f"--{axis}", type=float, default=0.0, help=f"translation {axis} [m]")
    for axis in ("qx", "qy", "qz", "qw"):
        parser.add_argument(f"--{axis}", type=float, help=f"quaternion {axis[1]}")
    for axis in ("roll", "pitch", "yaw"):
        parser.add_argument(f"--{axis}", type=float, help=f"{axis} [rad]")
    parser.add_argument("--frame-id", required=True, help="parent frame")
    parser.add_argument("--child-frame-id", required=True, help="child frame")
    options = parser.parse_args(arguments)
    angles = (options.roll, options.pitch, options.yaw)
    parts = (options.qx, options.qy, options.qz, options.qw)
    if any(angle is not None for angle in angles) and any(part is not None for part in parts):
        parser.error("give the rotation as a quaternion or as roll, pitch and yaw, not as both")
    return options


def transform_of(options: argparse.Namespace) -> TransformStamped:
    """The message of options that `parsed` gave, without a stamp."""
    message = TransformStamped(child_frame_id=options.child_frame_id)
    message.header.frame_id = options.frame_id
    moved = message.transform.translation
    moved.x, moved.y, moved.z = options.x, options.y, options.z
    parts = (options.qx, options.qy, options.qz, options.qw)
    if any(part is not None for part in parts):
        x, y, z = (part or 0.0 for part in parts[:3])
        w = 1.0 if options.qw is None else options.qw
        message.transform.rotation = Quaternion(x=x, y=y, z=z, w=w)
    else:
        roll, pitch, yaw = (a or 0.0 for a in (options.roll, options.pitch, options.yaw))
        message.transform.rotation = quaternion_from_rpy(roll, pitch, yaw)
    return message


def quaternion_from_rpy(roll: float, pitch: float, yaw: float) -> Quaternion:
    """The rotation of roll, pitch and yaw [rad] about fixed x, y and z axes (REP-103)."""
    cr, sr = math.cos(roll / 2), math.sin(roll / 2)
    cp, sp = math.cos(pitch / 2), math.sin(pitch / 2)
    cy, sy = math.cos(yaw / 2), math.sin(yaw / 2)
    return Quaternion(
        x=sr * cp * cy - cr * sp * sy,
        y=cr * sp * cy + sr * cp * sy,
        z=cr * cp * sy - sr * sp * cy,
        w=cr * cp * cy + sr * sp * sy,
    )


def main(args: list[str] | None = None) -> None:
    """Publish the transform of the command line until the program is ended."""
    command = sys.argv if args is None else [NODE_NAME, *args]
    message = transform_of(parsed(remove_ros_args(command)[1:]))
    rclpy.init(args=command)
    node = rclpy.create_node(NODE_NAME)
    broadcaster = StaticTransformBroadcaster(node)
    message.header.stamp = node.get_clock().now().to_msg()
    broadcaster.sendTransform(message)
    try:
        rclpy.spin(node)
    except (KeyboardInterrupt, ExternalShutdownException):
        pass  # the ordinary ends of a program that publishes until then
    finally:
        rclpy.try_shutdown()


if __name__ == "__main__":
    main()
