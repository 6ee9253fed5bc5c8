"""A context: the life between `init` and `shutdown` of all nodes that were made in it."""

from __future__ import annotations

import sys
import threading
import weakref
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import Any

from physai_sim.rosless.dds import configuration
from physai_sim.rosless.dds.directory import Directory
from physai_sim.rosless.dds.graph import Graph
from physai_sim.rosless.dds.participant import Participant
from rclpy import signals
from rclpy.exceptions import NotInitializedException, RCLError
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy

_TOLD = QoSProfile(
    depth=1,
    reliability=ReliabilityPolicy.RELIABLE,
    durability=DurabilityPolicy.TRANSIENT_LOCAL,
)
_HEARD = QoSProfile(
    history=HistoryPolicy.KEEP_ALL,
    reliability=ReliabilityPolicy.RELIABLE,
    durability=DurabilityPolicy.TRANSIENT_LOCAL,
)


class Context:
    """Everything that nodes share: the DDS participant, arguments, and whether all goes on."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._callbacks: list[Callable[[], None]] = []
        self._nodes: weakref.WeakSet[Any] = weakref.WeakSet()
        self._state = "new"
        self._participant: Participant | None = None
        self.arguments: Any = None

    def init(
        self,
        args: list[str] | None = None,
        *,
        initialize_logging: bool = True,
        domain_id: int | None = None,
    ) -> None:
        """Begin.

        Args:
            args: Command line; by default that of this process.
            initialize_logging: Whether log levels of the command line are set.
            domain_id: DDS domain, 0 to 232; by default that of `ROS_DOMAIN_ID`.

        Raises:
            RuntimeError: If it was begun before, or the domain is below zero.
            ConfigurationError: If the domain is above 232, or `ROS_DOMAIN_ID` is no domain.
            UnknownROSArgsError: If a ROS argument makes no sense.
        """
        from rclpy._arguments import parse_arguments

        with self._lock:
            if self._state != "new":
                raise RuntimeError("Context.init() must only be called once")
            if domain_id is not None and domain_id < 0:
                raise RuntimeError(f"Domain id ({domain_id}) should not be lower than zero.")
            self.arguments = parse_arguments(sys.argv if args is None else args)
            self._domain = configuration.domain_id(domain_id)
            if initialize_logging:
                self.arguments.apply_log_levels()
            self._state = "ok"
        signals.register_context(self)

    def ok(self) -> bool:
        """Whether it was begun and not shut down."""
        return self._state == "ok"

    def get_domain_id(self) -> int:
        """The DDS domain.

        Raises:
            NotInitializedException: If it was not begun.
        """
        if self._state == "new":
            raise NotInitializedException("cannot get the domain of a context before init()")
        return self._domain

    def shutdown(self) -> None:
        """End it.

        Raises:
            RCLError: If it was not begun, or ended before.
        """
        if not self.try_shutdown():
            reason = "was not begun" if self._state == "new" else "was shut down already"
            raise RCLError(f"failed to shutdown: the context {reason}")

    def try_shutdown(self) -> bool:
        """End it where it goes on; whether that changed anything."""
        changed = self.mark_shut_down()
        self._close_when_unused()
        return changed

    def mark_shut_down(self) -> bool:
        """Say that it ends; nodes stay until they are destroyed. For signal handlers."""
        with self._lock:
            if self._state != "ok":
                return False
            self._state = "shut down"
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()
        return True

    def on_shutdown(self, callback: Callable[[], None]) -> None:
        """Call this when the context ends."""
        if not callable(callback):
            raise TypeError("Callback should be callable, got {}", type(callback))
        with self._lock:
            if self._state == "shut down":
                callback()
            else:
                self._callbacks.append(callback)

    def track_node(self, node: Any) -> None:
        """Keep the participant while this node lives."""
        self._nodes.add(node)

    def untrack_node(self, node: Any) -> None:
        """Do not keep the participant for this node."""
        self._nodes.discard(node)
        self._close_when_unused()

    @property
    def participant(self) -> Participant:
        """The DDS participant, made when it is first needed.

        Raises:
            NotInitializedException: If the context was not begun, or its end left no node.
        """
        with self._lock:
            if self._participant is None:
                if self._state != "ok":
                    raise NotInitializedException("the context is not initialized; call init()")
                found = Participant(self._domain, self.arguments.enclave)
                try:
                    self.graph = Graph(found)
                    self.directory = Directory(found, self.graph, told=_TOLD, heard=_HEARD)
                except BaseException:  # Ctrl-C as well: it is used whole or not at all
                    found.close()
                    raise
                self._participant = found
            return self._participant

    def directory_change(self) -> AbstractContextManager[None]:
        """Changes of nodes within this block are told to others at once at its end."""
        return nullcontext() if self._participant is None else self.directory.change()

    def _close_when_unused(self) -> None:
        with self._lock:
            if self._state != "shut down" or self._participant is None or len(self._nodes):
                return
            participant, self._participant = self._participant, None
            del self.graph, self.directory
        participant.close()

    def __enter__(self) -> Context:
        """Begin it where that was not done."""
        if self._state == "new":
            self.init()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.try_shutdown()
