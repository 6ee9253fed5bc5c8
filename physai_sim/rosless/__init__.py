"""rclpy's API on Cyclone DDS, for machines without ROS 2; see `install`."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

PACKAGES = Path(__file__).parent / "packages"
"""Holds `rclpy`, `tf2_ros` and others under their own names."""


def has_ros() -> bool:
    """Whether a ROS 2 installation offers rclpy to this interpreter."""
    if str(PACKAGES) in sys.path:
        return False
    return importlib.util.find_spec("rclpy") is not None


def install() -> bool:
    """Serve `rclpy`, `tf2_ros`, `message_filters` and message packages where ROS 2 is missing.

    What a ROS 2 installation offers wins: with one, nothing is changed.

    Returns:
        Whether our packages serve from now on.
    """
    if has_ros():
        return False
    from physai_sim.rosless.interfaces import Finder

    if str(PACKAGES) not in sys.path:
        sys.path.append(str(PACKAGES))
    if not any(isinstance(finder, Finder) for finder in sys.meta_path):
        sys.meta_path.append(Finder())
    return True
