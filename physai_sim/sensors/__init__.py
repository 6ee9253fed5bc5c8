"""What a robot senses; one file each. A sensor reads a World at its own rate."""
