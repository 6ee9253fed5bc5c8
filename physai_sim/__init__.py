"""A robotics simulation whose frames, plans and reasons are checked against its own physics."""

__version__ = "0.1.0"
