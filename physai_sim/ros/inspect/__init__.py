"""What people ask of nodes that run: topics, nodes, services, parameters, actions.

It uses rclpy's public API alone, so it works on a ROS installation and on `rosless`.
"""
