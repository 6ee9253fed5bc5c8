"""Types and colours under the name of cv_bridge's C++ module."""

from cv_bridge._conversion import cvtColor2, getCvType

__all__ = ["cvtColor2", "getCvType"]
