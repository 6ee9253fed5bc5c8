"""Conversion between OpenCV's images and the messages of sensor_msgs."""

from cv_bridge._conversion import getCvType
from cv_bridge.core import CvBridge, CvBridgeError

__all__ = ["CvBridge", "CvBridgeError", "getCvType"]
