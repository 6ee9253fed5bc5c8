"""Starts and ends the nodes' programs: arguments, errors and exit codes as everywhere here."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from typing import Any

import rclpy
from rclpy.executors import ExternalShutdownException, MultiThreadedExecutor
from rclpy.logging import get_logger
from rclpy.signals import SignalHandlerOptions

from physai_sim.core.errors import PhysAIError

THREADS = 4
LAST_ANSWERS_S = 0.2
QUIET_S, PATIENCE_S = 0.5, 3.0
"""A node that listens ends once nothing came for so long, or after so long at most [s]."""
BAD_INPUT, INTERRUPTED = 2, 130


def run_node(make_node: Callable[[], Any], args: list[str] | None, name: str) -> int:
    """Run a node until it is done or told to stop; gives the exit code.

    Args:
        make_node: Makes the node; it has `close()`, `exit_code`, None while it goes on, and
            `heard_at_s` if it must not miss what was sent before it is told to end.
        args: Command line.
        name: Of the program, for the log.
    """
    # Who shuts the context down at a signal leaves the node no way to say how it ended.
    rclpy.init(args=args, signal_handler_options=SignalHandlerOptions.NO)
    is_told = _hear_signals()
    node: Any = None
    try:
        node = make_node()
        executor = MultiThreadedExecutor(THREADS)
        executor.add_node(node)
        while rclpy.ok() and node.exit_code is None and not is_told.is_set():
            executor.spin_once(timeout_sec=0.1)
        _say_and_hear_the_last(executor, node)
        executor.shutdown(timeout_sec=2.0)
        return INTERRUPTED if node.exit_code is None else int(node.exit_code)
    except PhysAIError as error:
        get_logger(name).fatal(str(error))
        return BAD_INPUT
    except (KeyboardInterrupt, ExternalShutdownException):
        return INTERRUPTED
    finally:
        if node is not None:
            node.close()
        rclpy.try_shutdown()


def _say_and_hear_the_last(executor: MultiThreadedExecutor, node: Any) -> None:
    """Let answers that are on their way still go out, and what was sent before now still come."""
    told_s = time.monotonic()
    while rclpy.ok() and (left_s := end_s(node, told_s) - time.monotonic()) > 0.0:
        executor.spin_once(timeout_sec=left_s)


def end_s(node: Any, told_s: float) -> float:
    """When a node that was told to end has said and heard all [s].

    What ended before it has sent its last message, but that may still wait here for its turn.

    Args:
        node: Has `heard_at_s`, the steady time of what it heard last, if it must hear all.
        told_s: Steady time at which it was told.
    """
    if not hasattr(node, "heard_at_s"):
        return told_s + LAST_ANSWERS_S
    return min(told_s + PATIENCE_S, max(told_s, float(node.heard_at_s)) + QUIET_S)


def _hear_signals() -> threading.Event:
    """An event that is set by SIGINT or SIGTERM; a second one changes nothing.

    What is being closed is closed whole; who has no patience sends SIGKILL.
    """
    is_told = threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: is_told.set())
    return is_told
