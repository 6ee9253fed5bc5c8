"""What is recorded and read back: rosbag2 bags that survive a crash, and their repair."""
