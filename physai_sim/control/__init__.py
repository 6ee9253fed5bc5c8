"""What a live stack needs around a Session, without ROS: trajectories, safety, pacing."""
