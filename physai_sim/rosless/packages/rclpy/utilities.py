"""Small helpers, and the context that is used where none is given."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rclpy.constants import S_TO_NS

if TYPE_CHECKING:
    from rclpy.context import Context

RMW_IMPLEMENTATION = "rmw_cyclonedds_cpp"

g_context_lock = threading.Lock()
g_default_context: Context | None = None


def get_default_context(*, shutting_down: bool = False) -> Context:
    """The context that is used where none is given.

    Args:
        shutting_down: Whether the next call gives a new one.
    """
    global g_default_context  # noqa: PLW0603 - there is one for the process
    from rclpy.context import Context

    with g_context_lock:
        found = Context() if g_default_context is None else g_default_context
        g_default_context = None if shutting_down else found
        return found


def ok(*, context: Context | None = None) -> bool:
    """Whether a context was begun and goes on; by default the default context."""
    return (get_default_context() if context is None else context).ok()


def shutdown(*, context: Context | None = None) -> None:
    """End a context; by default the default context, in whose place a new one may be begun.

    Raises:
        RCLError: If it was not begun, or ended before.
    """
    (get_default_context(shutting_down=True) if context is None else context).shutdown()


def try_shutdown(*, context: Context | None = None) -> None:
    """As `shutdown`, and nothing where it ended before."""
    global g_default_context  # noqa: PLW0603
    found = get_default_context() if context is None else context
    found.try_shutdown()
    with g_context_lock:
        if g_default_context is found and not found.ok():
            g_default_context = None


def remove_ros_args(args: Sequence[str] | None = None) -> list[str]:
    """The arguments of a command line that are not for ROS; by default of this process."""
    from rclpy._arguments import remove_ros_args as remove

    return remove(sys.argv if args is None else args)


def get_rmw_implementation_identifier() -> str:
    """Name of the middleware: the one whose wire protocol is spoken."""
    return RMW_IMPLEMENTATION


def get_available_rmw_implementations() -> set[str]:
    """Names of all middlewares that are there."""
    return {RMW_IMPLEMENTATION}


def timeout_sec_to_nsec(timeout_sec: float | None) -> int:
    """A time-out in nanoseconds; None and negative ones, which are without limit, give -1."""
    if timeout_sec is None or timeout_sec < 0:
        return -1
    return int(float(timeout_sec) * S_TO_NS)
