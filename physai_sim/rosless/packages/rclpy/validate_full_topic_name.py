"""The rule for full names of topics and services."""

from __future__ import annotations

from rclpy._name_rules import full_topic_name_fault
from rclpy.exceptions import InvalidServiceNameException, InvalidTopicNameException


def validate_full_topic_name(name: str, *, is_service: bool = False) -> bool:
    """Check a full name without substitutions; True, if it is one.

    Raises:
        InvalidTopicNameException: If it is none; the text points at the place.
        InvalidServiceNameException: The same for a service.
    """
    if (fault := full_topic_name_fault(name)) is not None:
        kind = InvalidServiceNameException if is_service else InvalidTopicNameException
        raise kind(name, *fault)
    return True
