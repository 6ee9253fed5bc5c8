"""Topics: which there are, and who publishes and reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.ros.inspect import graph
from physai_sim.ros.inspect.interfaces import full_type, interface
from physai_sim.ros.inspect.qos import as_dictionary
from physai_sim.ros.inspect.session import Live


def info(live: Live, name: str) -> dict[str, Any]:
    """Types of a topic, and `TopicEndpointInfo` of its publishers and subscriptions.

    Raises:
        UnknownNameError: If it is not there.
    """
    full = graph.full_name(name)
    live.settle()  # even where its name is known at once: others may follow
    types = graph.types_of(live, full, graph.topics, what="topic")
    return {
        "name": full,
        "types": types,
        "publishers": graph.publishers(live, full),
        "subscriptions": graph.subscriptions(live, full),
    }


def info_document(told: dict[str, Any]) -> dict[str, Any]:
    """What `info` tells, as JSON can hold it."""
    ends = ("publishers", "subscriptions")
    return {
        **{key: value for key, value in told.items() if key not in ends},
        **{key: [endpoint_document(end) for end in told[key]] for key in ends},
    }


def endpoint_document(end: Any) -> dict[str, Any]:
    """A `TopicEndpointInfo` as JSON can hold it."""
    # Humble has no hash of types.
    type_hash = getattr(end, "topic_type_hash", None)
    return {
        "node": f"{end.node_namespace.rstrip('/')}/{end.node_name}",
        "type": end.topic_type,
        "type_hash": None if type_hash is None else str(type_hash),
        "qos": as_dictionary(end.qos_profile),
    }


def types(live: Live, name: str) -> list[str]:
    """Types of a topic.

    Raises:
        UnknownNameError: If it is not there.
    """
    return graph.types_of(live, graph.full_name(name), graph.topics, what="topic")


def find(live: Live, type_name: str) -> list[str]:
    """Topics of a type.

    Raises:
        UnknownNameError: If there are none, and no such type is known either.
    """
    return find_by_type(live, type_name, "msg", among=graph.topics)


def find_by_type(
    live: Live, type_name: str, kind: str, *, among: Callable[..., graph.NamesAndTypes]
) -> list[str]:
    """Names of a type, `among` `graph.topics` or `graph.services`; raises as `find`."""
    wanted = full_type(type_name, kind)
    live.settle()
    found = [name for name, kinds in among(live, hidden=True) if wanted in kinds]
    if not found:
        interface(wanted, kind)
    return found


def one_type(types: list[str], wish: str | None, *, where: str, kind: str) -> str:
    """The type to use.

    Args:
        types: Those that are there; none, where nobody is there yet.
        wish: What people ask for.
        where: Name of the topic or service.
        kind: `msg`, `srv` or `action`.

    Raises:
        ConfigError: If there are several and none is asked for, or there is none.
        UnknownNameError: If those that are there are others.
    """
    if wish is not None:
        wanted = full_type(wish, kind)
        if types and wanted not in types:
            raise UnknownNameError("is of another type", where=where, got=wanted, known=types)
        return wanted
    if len(types) != 1:
        raise ConfigError("has no single type", where=where, got=types, expected="a type to use")
    return types[0]
