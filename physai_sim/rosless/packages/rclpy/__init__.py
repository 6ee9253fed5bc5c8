"""rclpy's API on Cyclone DDS. Source: docs.ros.org, "rclpy" for Jazzy.

A program begins with `init`, makes nodes, spins them and ends with `shutdown`.
"""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any

from physai_sim import rosless
from rclpy.context import Context
from rclpy.parameter import Parameter
from rclpy.signals import (
    SignalHandlerOptions,
    install_signal_handlers,
    uninstall_signal_handlers,
)
from rclpy.task import Future
from rclpy.utilities import (
    get_default_context,
    get_rmw_implementation_identifier,
    ok,
)
from rclpy.utilities import shutdown as _shutdown
from rclpy.utilities import (
    try_shutdown as _try_shutdown,
)

if TYPE_CHECKING:
    from rclpy.executors import Executor
    from rclpy.node import Node

__all__ = [
    "Context",
    "Future",
    "Parameter",
    "SignalHandlerOptions",
    "create_node",
    "get_default_context",
    "get_global_executor",
    "get_rmw_implementation_identifier",
    "init",
    "ok",
    "shutdown",
    "spin",
    "spin_once",
    "spin_until_future_complete",
    "try_shutdown",
]

rosless.install()  # a spawned process inherits the path of its parent, not its finders

_global_executor: Executor | None = None


class InitContextManager:
    """What `init` gives: ends the context where it is used in a `with`.

    Args:
        context: The context that was begun.
        installed_signal_handlers: Whether handlers were installed with it.
    """

    def __init__(self, *, context: Context, installed_signal_handlers: bool) -> None:
        self.context, self.installed_signal_handlers = context, installed_signal_handlers

    def __enter__(self) -> InitContextManager:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the context, unless that was done."""
        try_shutdown(context=self.context, uninstall_handlers=self.installed_signal_handlers)


def init(
    args: list[str] | None = None,
    *,
    context: Context | None = None,
    domain_id: int | None = None,
    signal_handler_options: SignalHandlerOptions | None = None,
) -> InitContextManager:
    """Begin.

    Args:
        args: Command line; by default that of this process.
        context: What to begin; by default the default context.
        domain_id: DDS domain; by default that of `ROS_DOMAIN_ID`.
        signal_handler_options: Which signals end it; by default all for the default context,
            none for another.
    """
    chosen = get_default_context() if context is None else context
    options = signal_handler_options
    if options is None:
        options = SignalHandlerOptions.ALL if context is None else SignalHandlerOptions.NO
    chosen.init(args, domain_id=domain_id)
    install = options != SignalHandlerOptions.NO
    if install:
        install_signal_handlers(options)
    return InitContextManager(context=chosen, installed_signal_handlers=install)


def get_global_executor() -> Executor:
    """The executor that `spin` and its like use where none is given."""
    global _global_executor  # noqa: PLW0603 - there is one for the process
    if _global_executor is None or not _global_executor.context.ok():
        from rclpy.executors import SingleThreadedExecutor

        _global_executor = SingleThreadedExecutor()
    return _global_executor


def shutdown(*, context: Context | None = None, uninstall_handlers: bool | None = None) -> None:
    """End it.

    Args:
        context: By default the default context.
        uninstall_handlers: Whether signals are left to who had them before; by default for the
            default context.

    Raises:
        RCLError: If it was not begun, or ended before.
    """
    _end_global_executor()
    _shutdown(context=context)
    if uninstall_handlers or (uninstall_handlers is None and context is None):
        uninstall_signal_handlers()


def try_shutdown(
    *, context: Context | None = None, uninstall_handlers: bool | None = None
) -> None:
    """As `shutdown`, and nothing where it ended before."""
    _end_global_executor()
    _try_shutdown(context=context)
    if uninstall_handlers or (uninstall_handlers is None and context is None):
        uninstall_signal_handlers()


def create_node(node_name: str, **arguments: Any) -> Node:
    """Make a node; the arguments are those of `Node`."""
    from rclpy.node import Node

    return Node(node_name, **arguments)


def spin(node: Node, executor: Executor | None = None) -> None:
    """Run the callbacks of a node until its context ends.

    Raises:
        ExternalShutdownException: If the context is shut down while it waits.
    """
    chosen = get_global_executor() if executor is None else executor
    try:
        chosen.add_node(node)
        while chosen.context.ok():
            chosen.spin_once()
            if chosen.is_shut_down:
                return
    finally:
        chosen.remove_node(node)


def spin_once(
    node: Node, *, executor: Executor | None = None, timeout_sec: float | None = None
) -> None:
    """Run one callback of a node.

    Args:
        node: The node.
        executor: By default the global one.
        timeout_sec: How long to wait for it; by default without limit [s].
    """
    chosen = get_global_executor() if executor is None else executor
    try:
        chosen.add_node(node)
        chosen.spin_once(timeout_sec=timeout_sec)
    finally:
        chosen.remove_node(node)


def spin_until_future_complete(
    node: Node,
    future: Future[Any],
    executor: Executor | None = None,
    timeout_sec: float | None = None,
) -> None:
    """Run callbacks of a node until a future is done, or the time ran out."""
    chosen = get_global_executor() if executor is None else executor
    try:
        chosen.add_node(node)
        chosen.spin_until_future_complete(future, timeout_sec=timeout_sec)
    finally:
        chosen.remove_node(node)


def _end_global_executor() -> None:
    global _global_executor
    executor, _global_executor = _global_executor, None
    if executor is not None:
        executor.shutdown()
