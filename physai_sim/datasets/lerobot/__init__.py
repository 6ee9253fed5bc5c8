"""LeRobotDataset v3, written and read with NumPy, pyarrow and PyAV alone."""
