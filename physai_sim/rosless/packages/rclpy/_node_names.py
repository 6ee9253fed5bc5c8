"""The names of a node, and names in its view: relative, private and remapped ones."""

from __future__ import annotations

from typing import Any

from rclpy._arguments import Arguments, parse_arguments
from rclpy.expand_topic_name import expand_topic_name
from rclpy.validate_full_topic_name import validate_full_topic_name
from rclpy.validate_namespace import validate_namespace
from rclpy.validate_node_name import validate_node_name
from rclpy.validate_topic_name import validate_topic_name


class NamesMixin:
    """Name and namespace, and how topics and services are called from here."""

    _rcl_context: Any

    def _rcl_init_names(
        self, name: str, namespace: str | None, cli_args: list[str] | None, *, use_global: bool
    ) -> None:
        own = ["--ros-args", *cli_args] if cli_args and "--ros-args" not in cli_args else cli_args
        arguments = [parse_arguments(own)] if own else []
        if use_global:
            arguments.append(self._rcl_context.arguments)
        self._rcl_arguments: list[Arguments] = arguments
        space = namespace or "/"
        space = space if space.startswith("/") else f"/{space}"
        self._rcl_given_name = name
        self._rcl_name = self._rcl_first("remap_node_name", name) or name
        self._rcl_namespace = self._rcl_first("remap_namespace", name) or space
        validate_node_name(self._rcl_name)
        validate_namespace(self._rcl_namespace)

    def _rcl_first(self, question: str, *of: str) -> Any:
        """The first answer that arguments give: the node's own before those of the process."""
        for arguments in self._rcl_arguments:
            if (found := getattr(arguments, question)(*of)) is not None:
                return found
        return None

    def _rcl_wants(self, log: str) -> bool:
        """Whether the command line leaves a kind of log on: the node's own word wins."""
        said = (arguments.logs[log] for arguments in self._rcl_arguments if log in arguments.logs)
        return bool(next(said, True))

    def get_name(self) -> str:
        """Its name, without the namespace."""
        return self._rcl_name

    def get_namespace(self) -> str:
        """Its namespace."""
        return self._rcl_namespace

    def get_fully_qualified_name(self) -> str:
        """Its namespace and name."""
        return f"{self._rcl_namespace.rstrip('/')}/{self._rcl_name}"

    def resolve_topic_name(self, topic: str, *, only_expand: bool = False) -> str:
        """The full name of a topic, as it is on the wire.

        Args:
            topic: Relative, private (`~/x`) or full.
            only_expand: Whether remaps are left out.

        Raises:
            InvalidTopicNameException: If it is no name.
        """
        full = self._rcl_expanded(topic)
        return full if only_expand else self._rcl_remapped("remap_topic", full)

    def resolve_service_name(self, service: str, *, only_expand: bool = False) -> str:
        """The full name of a service, as it is on the wire; see `resolve_topic_name`.

        Raises:
            InvalidServiceNameException: If it is no name.
        """
        full = self._rcl_expanded(service, is_service=True)
        return full if only_expand else self._rcl_remapped("remap_service", full)

    def _rcl_expanded(self, name: str, *, is_service: bool = False) -> str:
        validate_topic_name(name, is_service=is_service)
        full: str = expand_topic_name(name, self._rcl_name, self._rcl_namespace)
        validate_full_topic_name(full, is_service=is_service)
        return full

    def _rcl_remapped(self, question: str, full: str) -> str:
        found = self._rcl_first(
            question, full, self._rcl_given_name, self._rcl_name, self._rcl_namespace
        )
        return full if found is None else str(found)

    def _rcl_logger_name(self) -> str:
        """Namespace and name with dots, as loggers are called."""
        return self.get_fully_qualified_name().strip("/").replace("/", ".")
