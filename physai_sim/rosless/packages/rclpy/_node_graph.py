"""The part of a node that asks who else is there."""

from __future__ import annotations

import time
from typing import Any

from rclpy import _names
from rclpy.exceptions import NodeNameNonExistentError
from rclpy.expand_topic_name import expand_topic_name
from rclpy.topic_endpoint_info import TopicEndpointInfo, TopicEndpointTypeEnum
from rclpy.validate_full_topic_name import validate_full_topic_name

POLL_S = 0.02
NamesAndTypes = list[tuple[str, list[str]]]


class GraphMixin:
    """Graph queries; they tell what discovery knows at this moment."""

    _rcl_context: Any

    def get_node_names(self) -> list[str]:
        """Names of all nodes, without their namespaces."""
        return [entry.name for _, entry in self._rcl_nodes()]

    def get_fully_qualified_node_names(self) -> list[str]:
        """Names of all nodes, with their namespaces."""
        return [entry.full_name for _, entry in self._rcl_nodes()]

    def get_node_names_and_namespaces(self) -> list[tuple[str, str]]:
        """Name and namespace of all nodes."""
        return [(entry.name, entry.namespace) for _, entry in self._rcl_nodes()]

    def get_node_names_and_namespaces_with_enclaves(self) -> list[tuple[str, str, str]]:
        """Name, namespace and security enclave of all nodes."""
        return [(entry.name, entry.namespace, "/") for _, entry in self._rcl_nodes()]

    def get_topic_names_and_types(self, no_demangle: bool = False) -> NamesAndTypes:
        """All topics with their types."""
        return _collected(
            self._rcl_endpoints("writer", "reader"), _names.topic_of, raw=no_demangle
        )

    def get_service_names_and_types(self) -> NamesAndTypes:
        """All services with their types."""
        return _collected(self._rcl_endpoints("writer", "reader"), _names.service_of)

    def get_publisher_names_and_types_by_node(
        self,
        node_name: str,
        node_namespace: str,
        no_demangle: bool = False,
    ) -> NamesAndTypes:
        """Topics that a node publishes, with their types.

        Raises:
            NodeNameNonExistentError: If there is no such node.
        """
        found = self._rcl_of_node(node_name, node_namespace, "writer")
        return _collected(found, _names.topic_of, raw=no_demangle)

    def get_subscriber_names_and_types_by_node(
        self,
        node_name: str,
        node_namespace: str,
        no_demangle: bool = False,
    ) -> NamesAndTypes:
        """Topics that a node subscribes to, with their types.

        Raises:
            NodeNameNonExistentError: If there is no such node.
        """
        found = self._rcl_of_node(node_name, node_namespace, "reader")
        return _collected(found, _names.topic_of, raw=no_demangle)

    def get_service_names_and_types_by_node(
        self, node_name: str, node_namespace: str
    ) -> NamesAndTypes:
        """Services that a node serves, with their types.

        Raises:
            NodeNameNonExistentError: If there is no such node.
        """
        found = self._rcl_of_node(node_name, node_namespace, "reader")
        return _collected(found, _names.service_of_request)

    def get_client_names_and_types_by_node(
        self, node_name: str, node_namespace: str
    ) -> NamesAndTypes:
        """Services that a node has clients of, with their types.

        Raises:
            NodeNameNonExistentError: If there is no such node.
        """
        found = self._rcl_of_node(node_name, node_namespace, "writer")
        return _collected(found, _names.service_of_request)

    def count_publishers(self, topic_name: str) -> int:
        """Publishers of a topic."""
        return self._rcl_count("writer", f"rt{self._rcl_full(topic_name)}")

    def count_subscribers(self, topic_name: str) -> int:
        """Subscriptions of a topic."""
        return self._rcl_count("reader", f"rt{self._rcl_full(topic_name)}")

    def count_services(self, service_name: str) -> int:
        """Servers of a service."""
        return self._rcl_count("reader", f"rq{self._rcl_full(service_name)}Request")

    def count_clients(self, service_name: str) -> int:
        """Clients of a service."""
        return self._rcl_count("writer", f"rq{self._rcl_full(service_name)}Request")

    def get_publishers_info_by_topic(
        self,
        topic_name: str,
        no_mangle: bool = False,
    ) -> list[TopicEndpointInfo]:
        """Node, type and quality of service of each publisher of a topic."""
        name = topic_name if no_mangle else f"rt{self._rcl_full(topic_name)}"
        return self._rcl_infos("writer", name, TopicEndpointTypeEnum.PUBLISHER)

    def get_subscriptions_info_by_topic(
        self,
        topic_name: str,
        no_mangle: bool = False,
    ) -> list[TopicEndpointInfo]:
        """Node, type and quality of service of each subscription of a topic."""
        name = topic_name if no_mangle else f"rt{self._rcl_full(topic_name)}"
        return self._rcl_infos("reader", name, TopicEndpointTypeEnum.SUBSCRIPTION)

    def wait_for_node(self, fully_qualified_node_name: str, timeout: float) -> bool:
        """Wait for a node; whether it came in time.

        Args:
            fully_qualified_node_name: With its namespace; the leading `/` may be left out.
            timeout: [s].
        """
        wanted = f"/{fully_qualified_node_name.lstrip('/')}"
        deadline = time.monotonic() + timeout
        while wanted not in self.get_fully_qualified_node_names():
            if time.monotonic() >= deadline or not self._rcl_context.ok():
                return False
            time.sleep(POLL_S)
        return True

    def _rcl_nodes(self) -> list[tuple[bytes, Any]]:
        found: list[tuple[bytes, Any]] = self._rcl_context.directory.nodes()
        return found

    def _rcl_endpoints(self, *kinds: str) -> list[Any]:
        return [end for kind in kinds for end in self._rcl_context.graph.endpoints(kind)]

    def _rcl_of_node(self, name: str, namespace: str, kind: str) -> list[Any]:
        wanted = f"{namespace.rstrip('/')}/{name}"
        entries = [entry for _, entry in self._rcl_nodes() if entry.full_name == wanted]
        if not entries:
            raise NodeNameNonExistentError(
                f"cannot get names and types for nonexistent node: {wanted}"
            )
        held = set().union(*(e.writers if kind == "writer" else e.readers for e in entries))
        return [end for end in self._rcl_endpoints(kind) if end.guid in held]

    def _rcl_full(self, name: str) -> str:
        """A name as it is on the wire; these queries do not remap."""
        own, space = self.get_name(), self.get_namespace()  # type: ignore[attr-defined]
        full = expand_topic_name(name, own, space)
        validate_full_topic_name(full)
        return full

    def _rcl_count(self, kind: str, dds_name: str) -> int:
        return sum(end.topic == dds_name for end in self._rcl_endpoints(kind))

    def _rcl_infos(
        self, kind: str, dds_name: str, role: TopicEndpointTypeEnum
    ) -> list[TopicEndpointInfo]:
        owners = {}
        for _, entry in self._rcl_nodes():
            for guid in entry.writers if kind == "writer" else entry.readers:
                owners[guid] = entry
        ends = [end for end in self._rcl_endpoints(kind) if end.topic == dds_name]
        return [_names.endpoint_info(end, owners.get(end.guid), role) for end in ends]


def _collected(endpoints: list[Any], name_of: Any, *, raw: bool = False) -> NamesAndTypes:
    """Sorted names, each with its sorted types; `name_of` gives None for what is not meant."""
    found: dict[str, set[str]] = {}
    for end in endpoints:
        name = end.topic if raw else name_of(end.topic)
        if name is not None:
            kind = end.type_name if raw else _names.type_of(end.type_name)
            found.setdefault(name, set()).add(kind)
    return [(name, sorted(found[name])) for name in sorted(found)]
