"""The rule for namespaces."""

from __future__ import annotations

from rclpy._name_rules import namespace_fault
from rclpy.exceptions import InvalidNamespaceException


def validate_namespace(namespace: str) -> bool:
    """Check a namespace, which must begin with `/`; True, if it is one.

    Raises:
        InvalidNamespaceException: If it is none; the text points at the place.
    """
    if (fault := namespace_fault(namespace)) is not None:
        raise InvalidNamespaceException(namespace, *fault)
    return True
