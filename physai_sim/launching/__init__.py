"""Runs ROS 2's YAML launch files where there is no `ros2 launch`, and the same where there is."""
