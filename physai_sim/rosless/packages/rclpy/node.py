"""A node: the unit of a ROS 2 program. Source: docs.ros.org, rclpy API, "Node"."""

from __future__ import annotations

import weakref
from types import TracebackType
from typing import Any

from physai_sim.rosless.dds.directory import NodeEntry
from rclpy import executors  # noqa: F401 - programs reach `rclpy.executors` by way of a node
from rclpy._node_create import CreateMixin
from rclpy._node_graph import GraphMixin
from rclpy._node_names import NamesMixin
from rclpy._node_parameters import ParametersMixin
from rclpy._rosout import Rosout
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.clock import ROSClock
from rclpy.exceptions import NotInitializedException
from rclpy.logging import get_logger
from rclpy.logging_service import LoggingService
from rclpy.parameter import Parameter
from rclpy.parameter_service import ParameterService
from rclpy.qos import DurabilityPolicy, QoSProfile
from rclpy.time_source import TimeSource
from rclpy.type_description_service import TypeDescriptionService
from rclpy.utilities import get_default_context

ROSOUT_QOS = QoSProfile(depth=1000, durability=DurabilityPolicy.TRANSIENT_LOCAL)
"""Of `/rosout`: latecomers see what was said before. Source: rcl, its default profile."""


class Node(CreateMixin, NamesMixin, ParametersMixin, GraphMixin):
    """Holds publishers, subscriptions, services, clients, timers and parameters under one name.

    Args:
        node_name: Its name, unless the command line gives another.
        context: Its context; by default the default one.
        cli_args: Arguments for this node alone.
        namespace: Its namespace, unless the command line gives another.
        use_global_arguments: Whether the command line of the process holds for it.
        enable_rosout: Whether its log messages are published on `/rosout`.
        rosout_qos_profile: How those are offered.
        start_parameter_services: Whether others may get and set its parameters.
        parameter_overrides: Values of parameters that win over those it declares.
        allow_undeclared_parameters: Whether parameters may be set without being declared.
        automatically_declare_parameters_from_overrides: Whether overrides declare parameters.
        enable_logger_service: Whether others may get and set the levels of its loggers.

    Raises:
        NotInitializedException: If the context was not begun.
        InvalidNodeNameException, InvalidNamespaceException: If a name may not be one.
    """

    def __init__(
        self,
        node_name: str,
        *,
        context: Any = None,
        cli_args: list[str] | None = None,
        namespace: str | None = None,
        use_global_arguments: bool = True,
        enable_rosout: bool = True,
        rosout_qos_profile: QoSProfile | int = ROSOUT_QOS,
        start_parameter_services: bool = True,
        parameter_overrides: list[Parameter] | None = None,
        allow_undeclared_parameters: bool = False,
        automatically_declare_parameters_from_overrides: bool = False,
        enable_logger_service: bool = False,
    ) -> None:
        self._rcl_context = get_default_context() if context is None else context
        if not self._rcl_context.ok():
            raise NotInitializedException("cannot create node: the context is not initialized")
        self._rcl_init_names(node_name, namespace, cli_args, use_global=use_global_arguments)
        self._rcl_init_entities()
        self._rcl_executor: Any = None
        self._rcl_rosout: Rosout | None = None
        self._rcl_clock = ROSClock()
        self._rcl_time_source = TimeSource()
        self._rcl_logger = get_logger(self._rcl_logger_name())
        self._rcl_context.participant  # noqa: B018 - made now, with its directory
        self._rcl_entry = NodeEntry(self.get_namespace(), self.get_name())
        with self._rcl_context.directory.change():
            self._rcl_context.directory.add(self._rcl_entry)
            self._rcl_context.track_node(self)
            try:
                self._rcl_init_parameters(
                    parameter_overrides or [],
                    allow_undeclared=allow_undeclared_parameters,
                    from_overrides=automatically_declare_parameters_from_overrides,
                )
                self._rcl_init_services(
                    rosout_qos_profile if enable_rosout and self._rcl_wants("rosout") else None,
                    parameters=start_parameter_services,
                    loggers=enable_logger_service,
                )
            except BaseException:  # others must not see half a node
                self.destroy_node()
                raise

    def _rcl_init_services(
        self, rosout: QoSProfile | int | None, *, parameters: bool, loggers: bool
    ) -> None:
        """What every node offers: its log, its time, its parameters and its types."""
        if rosout is not None:
            self._rcl_rosout = Rosout(self, rosout)
        self._rcl_time_source.attach_node(self)
        self._rcl_time_source.attach_clock(self._rcl_clock)
        if parameters:
            self._rcl_parameter_service = ParameterService(self)
        if loggers:
            self._rcl_logger_service = LoggingService(self)
        self._rcl_type_description_service = TypeDescriptionService(self)

    @property
    def context(self) -> Any:
        """Its context."""
        return self._rcl_context

    @property
    def executor(self) -> Any:
        """Who runs its callbacks; None while nobody does."""
        found = self._rcl_executor
        return found() if found is not None else None

    @executor.setter
    def executor(self, value: Any) -> None:
        current = self.executor
        if current is value:
            return
        if current is not None:
            current.remove_node(self)
        self._rcl_executor = None if value is None else weakref.ref(value)
        if value is not None:
            value.add_node(self)

    @property
    def default_callback_group(self) -> MutuallyExclusiveCallbackGroup:
        """The group of callbacks that name none: one at a time."""
        return self._rcl_default_callback_group

    def get_clock(self) -> ROSClock:
        """Its clock: simulated time where `use_sim_time` is set."""
        return self._rcl_clock

    def get_logger(self) -> Any:
        """Its logger."""
        return self._rcl_logger

    def destroy_node(self) -> None:
        """Remove it with all it holds; a second call does nothing."""
        if self._rcl_entry is None:
            return
        if (executor := self.executor) is not None:
            executor.remove_node(self)
        if self._rcl_rosout is not None:
            self._rcl_rosout.close()
        self._rcl_time_source.destroy()
        self._rcl_close_entities()
        self._rcl_context.directory.remove(self._rcl_entry)
        self._rcl_entry = None
        self._rcl_context.untrack_node(self)

    def __enter__(self) -> Node:
        """The node itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove it."""
        self.destroy_node()
