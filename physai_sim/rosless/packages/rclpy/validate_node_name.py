"""The rule for node names."""

from __future__ import annotations

from rclpy._name_rules import node_name_fault
from rclpy.exceptions import InvalidNodeNameException


def validate_node_name(node_name: str) -> bool:
    """Check a node name; True, if it is one.

    Raises:
        InvalidNodeNameException: If it is none; the text points at the place.
    """
    if (fault := node_name_fault(node_name)) is not None:
        raise InvalidNodeNameException(node_name, *fault)
    return True
