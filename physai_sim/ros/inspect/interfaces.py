"""Messages, services and actions by the names that people type."""

from __future__ import annotations

import difflib
from typing import Any

from rosidl_runtime_py import (
    get_action_interfaces,
    get_message_interfaces,
    get_service_interfaces,
)
from rosidl_runtime_py.utilities import get_action, get_message, get_service

from physai_sim.core.errors import ConfigError, UnknownNameError

_KINDS = {
    "msg": ("message", get_message, get_message_interfaces),
    "srv": ("service", get_service, get_service_interfaces),
    "action": ("action", get_action, get_action_interfaces),
}


def full_type(text: str, kind: str) -> str:
    """`std_msgs/String` -> `std_msgs/msg/String`; a full name stays as it is.

    Raises:
        ConfigError: If it is neither.
    """
    parts = text.split("/")
    if len(parts) == 2:
        parts.insert(1, kind)
    if len(parts) != 3 or parts[1] != kind or not all(part.isidentifier() for part in parts):
        what = _KINDS[kind][0]
        expected = f"PACKAGE/{kind}/NAME"
        raise ConfigError(f"not the name of a {what} type", got=text, expected=expected)
    return "/".join(parts)


def message_type(text: str) -> type[Any]:
    """The class of a message; raises as `interface`."""
    return interface(text, "msg")


def service_type(text: str) -> type[Any]:
    """The class of a service; raises as `interface`."""
    return interface(text, "srv")


def action_type(text: str) -> type[Any]:
    """The class of an action; raises as `interface`."""
    return interface(text, "action")


def interface(text: str, kind: str) -> type[Any]:
    """The class of an interface.

    Args:
        text: Its name, full or without its kind.
        kind: `msg`, `srv` or `action`.

    Raises:
        ConfigError: If that is no name.
        UnknownNameError: If there is none; known are those of its package, or close packages.
    """
    name = full_type(text, kind)
    what, get, _ = _KINDS[kind]
    try:
        found: type[Any] = get(name)
    except (ImportError, AttributeError, LookupError, ValueError) as error:
        raise UnknownNameError(f"unknown {what} type", got=name, known=_close(name)) from error
    return found


def _close(name: str) -> list[str]:
    package, kind, _ = name.split("/")
    found = _KINDS[kind][2]()
    known = {p: [f"{p}/{item}" for item in items] for p, items in found.items()}
    if package in known:
        return known[package]
    everything = [item for items in known.values() for item in items]
    return difflib.get_close_matches(name, everything, n=5) or sorted(known)
