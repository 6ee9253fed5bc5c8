"""ROS 2 messages without ROS: the type store, definitions it lacks, and the QoS of our topics."""
