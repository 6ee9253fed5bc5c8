"""DDS as ROS 2 uses it, on the Cyclone DDS wheel: the only importer of `cyclonedds`."""
