"""The rule for names of topics and services as programs write them."""

from __future__ import annotations

from rclpy._name_rules import topic_name_fault
from rclpy.exceptions import InvalidServiceNameException, InvalidTopicNameException

TOPIC_SEPARATOR_STRING = "/"


def validate_topic_name(name: str, *, is_service: bool = False) -> bool:
    """Check a name that need not be full nor expanded; True, if it is one.

    Raises:
        InvalidTopicNameException: If it is none; the text points at the place.
        InvalidServiceNameException: The same for a service.
    """
    if (fault := topic_name_fault(name)) is not None:
        kind = InvalidServiceNameException if is_service else InvalidTopicNameException
        raise kind(name, *fault)
    return True
