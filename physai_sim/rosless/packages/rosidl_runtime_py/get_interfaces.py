"""What interfaces there are, and the files of their definitions."""

from __future__ import annotations

from collections.abc import Iterable

from physai_sim.rosless.interfaces import names, registry


def get_interface_packages() -> dict[str, str]:
    """Give the packages that have interfaces, each with the prefix its definitions are below.

    Packages without files, for their definitions are built in, have an empty prefix.
    """
    return {package: registry.prefix_of(package) for package in names()}


def get_interfaces(package_names: Iterable[str] = ()) -> dict[str, list[str]]:
    """Give messages, services and actions (`msg/String`) by package.

    Args:
        package_names: The packages asked for; all, where there are none.

    Raises:
        LookupError: If a package is unknown.
    """
    return _chosen(package_names, ("msg", "srv", "action"))


def get_message_interfaces(package_names: Iterable[str] = ()) -> dict[str, list[str]]:
    """Give messages by package; see `get_interfaces`."""
    return _chosen(package_names, ("msg",))


def get_service_interfaces(package_names: Iterable[str] = ()) -> dict[str, list[str]]:
    """Give services by package; see `get_interfaces`."""
    return _chosen(package_names, ("srv",))


def get_action_interfaces(package_names: Iterable[str] = ()) -> dict[str, list[str]]:
    """Give actions by package; see `get_interfaces`."""
    return _chosen(package_names, ("action",))


def get_interface_path(interface_name: str) -> str:
    """Give the path of a definition.

    Args:
        interface_name: `package/kind/Name`, with or without the ending of its file.

    Raises:
        ValueError: If the name is malformed.
        LookupError: If there is no such file.
    """
    parts = interface_name.split("/")
    if len(parts) < 2 or not all(parts) or ".." in parts:
        raise ValueError(f"Invalid name '{interface_name}'. Expected 'package/kind/Name'")
    path = registry.path_of(interface_name.partition(".")[0])
    if path is None:
        raise LookupError(f"Could not find the interface '{interface_name}'")
    return str(path)


def _chosen(package_names: Iterable[str], kinds: tuple[str, ...]) -> dict[str, list[str]]:
    known, wanted = names(), list(package_names)
    for package in wanted:
        if package not in known:
            raise LookupError(f"Unknown package '{package}'")
    found = {}
    for package in wanted or known:
        inner = [name.partition("/")[2] for name in known[package]]
        if chosen := [name for name in inner if name.partition("/")[0] in kinds]:
            found[package] = chosen
    return found
