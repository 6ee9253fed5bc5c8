"""Who and what is there, without ourselves; names as ROS writes them in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from rclpy.action import get_action_names_and_types
from rclpy.exceptions import NameValidationException
from rclpy.expand_topic_name import expand_topic_name
from rclpy.topic_or_service_is_hidden import topic_or_service_is_hidden
from rclpy.validate_full_topic_name import validate_full_topic_name

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.ros.inspect.session import Live

NamesAndTypes = list[tuple[str, list[str]]]


def full_name(name: str, *, what: str = "topic") -> str:
    """The full name of a topic, service or action; a relative one is meant below `/`.

    Raises:
        ConfigError: If it is no name.
    """
    try:
        full = str(expand_topic_name(name, "physai", "/"))
        validate_full_topic_name(full, is_service=what == "service")
    except (ValueError, NameValidationException) as error:
        raise ConfigError(f"not a name of a {what}: {error}", got=name) from error
    return full


def full_node_name(name: str) -> str:
    """The full name of a node."""
    return f"/{name.strip('/')}"


def topics(live: Live, *, hidden: bool = False) -> NamesAndTypes:
    """All topics of others, with their types.

    Args:
        live: Us.
        hidden: Whether those with a part that begins with an underscore are meant too.
    """
    node = live.node
    ours = {name for name, _ in _published_by(node)} | {name for name, _ in _read_by(node)}
    found = node.get_topic_names_and_types()
    chosen = [item for item in found if item[0] not in ours or endpoints(live, item[0])]
    return _visible(chosen, hidden=hidden)


def services(live: Live, *, hidden: bool = False) -> NamesAndTypes:
    """All services, with their types; `hidden` as of `topics`."""
    return _visible(live.node.get_service_names_and_types(), hidden=hidden)


def actions(live: Live) -> NamesAndTypes:
    """All actions, with their types."""
    found: NamesAndTypes = get_action_names_and_types(live.node)
    return found


def nodes(live: Live, *, hidden: bool = False) -> list[str]:
    """Full names of all nodes but ours, sorted; two of one name are told twice.

    Args:
        live: Us.
        hidden: Whether those whose name begins with an underscore are meant too.
    """
    ours = live.node.get_fully_qualified_name()
    found = (
        f"{space.rstrip('/')}/{name}"
        for name, space in live.node.get_node_names_and_namespaces()
        if hidden or not name.startswith("_")
    )
    return sorted(name for name in found if name != ours)


def publishers(live: Live, topic: str) -> list[Any]:
    """`TopicEndpointInfo` of each publisher but ours."""
    return _of_others(live, live.node.get_publishers_info_by_topic(topic))


def subscriptions(live: Live, topic: str) -> list[Any]:
    """`TopicEndpointInfo` of each subscription but ours."""
    return _of_others(live, live.node.get_subscriptions_info_by_topic(topic))


def endpoints(live: Live, topic: str) -> list[Any]:
    """Publishers and subscriptions of others."""
    return publishers(live, topic) + subscriptions(live, topic)


def types_of(
    live: Live, name: str, among: Callable[..., NamesAndTypes], *, what: str
) -> list[str]:
    """Types of a name, once discovery knows it.

    Args:
        live: Us.
        name: The full name.
        among: `topics`, `services` or `actions`.
        what: What it is called in an error.

    Raises:
        UnknownNameError: If it is not there.
    """
    options = {} if among is actions else {"hidden": True}

    def found() -> dict[str, list[str]]:
        return dict(among(live, **options))

    live.settle(lambda: name in found())
    if name not in (known := found()):
        raise UnknownNameError(f"no such {what}", got=name, known=_shown(known))
    return known[name]


def found_node(live: Live, name: str) -> str:
    """The full name of a node, once discovery knows it.

    Raises:
        UnknownNameError: If it is not there.
    """
    full = full_node_name(name)
    live.settle(lambda: full in nodes(live, hidden=True))
    if full not in nodes(live, hidden=True):
        raise UnknownNameError("no such node", got=full, known=nodes(live))
    return full


def split_node_name(full: str) -> tuple[str, str]:
    """Name and namespace, as rclpy's graph queries take them."""
    space, _, name = full.rpartition("/")
    return name, space or "/"


def _visible(found: Iterable[tuple[str, list[str]]], *, hidden: bool) -> NamesAndTypes:
    return sorted(item for item in found if hidden or not topic_or_service_is_hidden(item[0]))


def _shown(names: Iterable[str]) -> list[str]:
    return [name for name in names if not topic_or_service_is_hidden(name)]


def _of_others(live: Live, found: Iterable[Any]) -> list[Any]:
    return [info for info in found if info.node_name != live.node.get_name()]


def _published_by(node: Any) -> NamesAndTypes:
    own = (node.get_name(), node.get_namespace())
    found: NamesAndTypes = node.get_publisher_names_and_types_by_node(*own)
    return found


def _read_by(node: Any) -> NamesAndTypes:
    own = (node.get_name(), node.get_namespace())
    found: NamesAndTypes = node.get_subscriber_names_and_types_by_node(*own)
    return found
