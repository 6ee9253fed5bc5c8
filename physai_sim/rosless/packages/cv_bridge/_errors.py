"""What CvBridge raises."""

from __future__ import annotations


class CvBridgeError(TypeError):
    """An image that cannot be converted as it was asked."""
