"""ROS 2 nodes. They are ordinary rclpy nodes; without a ROS installation they run on `rosless`."""

from physai_sim import rosless

rosless.install()
