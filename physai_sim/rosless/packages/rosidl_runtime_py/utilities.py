"""Interfaces by name: `std_msgs/msg/String`, or `std_msgs/String` where the kind is clear."""

from __future__ import annotations

from typing import Any

from physai_sim.rosless.interfaces.slot_types import NamespacedType
from rosidl_runtime_py.import_message import import_message_from_namespaced_type


def get_interface(identifier: str) -> Any:
    """Give a message, service or action by its full name."""
    return import_message_from_namespaced_type(get_namespaced_type(identifier))


def get_message(identifier: str) -> Any:
    """Give a message class.

    Raises:
        ValueError: If the name is another kind of interface's.
        ModuleNotFoundError: If there is no such package.
        AttributeError: If the package has no such interface.
    """
    return _get(identifier, "msg")


def get_service(identifier: str) -> Any:
    """Give a service class; errors as of `get_message`."""
    return _get(identifier, "srv")


def get_action(identifier: str) -> Any:
    """Give an action class; errors as of `get_message`."""
    return _get(identifier, "action")


def get_namespaced_type(identifier: str) -> NamespacedType:
    """Split a full name."""
    return _split(identifier, "")


def get_message_namespaced_type(identifier: str) -> NamespacedType:
    """Split the name of a message, short or full."""
    return _split(identifier, "msg")


def get_service_namespaced_type(identifier: str) -> NamespacedType:
    """Split the name of a service, short or full."""
    return _split(identifier, "srv")


def get_action_namespaced_type(identifier: str) -> NamespacedType:
    """Split the name of an action, short or full."""
    return _split(identifier, "action")


def is_message(interface: object) -> bool:
    """Whether this is a message class or a message."""
    return hasattr(interface, "SLOT_TYPES")


def is_service(interface: object) -> bool:
    """Whether this is a service class."""
    return hasattr(interface, "Request") and hasattr(interface, "Response")


def is_action(interface: object) -> bool:
    """Whether this is an action class."""
    return all(hasattr(interface, part) for part in ("Goal", "Result", "Feedback"))


_CHECKS = {
    "msg": (is_message, "a message"),
    "srv": (is_service, "a service"),
    "action": (is_action, "an action"),
}


def _get(identifier: str, kind: str) -> Any:
    interface = import_message_from_namespaced_type(_split(identifier, kind))
    check, what = _CHECKS[kind]
    if not check(interface):
        raise ValueError(f"Expected the full name of {what}, got '{identifier}'")
    return interface


def _split(identifier: str, default_kind: str) -> NamespacedType:
    *namespaces, name = identifier.split("/")
    if len(namespaces) == 1 and default_kind:
        namespaces.append(default_kind)
    return NamespacedType(tuple(namespaces), name)
