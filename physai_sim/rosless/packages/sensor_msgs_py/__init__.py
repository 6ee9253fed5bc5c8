"""Reading and writing the messages of sensor_msgs with NumPy."""
