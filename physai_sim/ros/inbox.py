"""Takes the commands of one topic: callbacks store the newest, the loop takes it at its stamp."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rclpy.node import Node

from physai_sim.control.barrier import LockstepBarrier
from physai_sim.control.diagnostics import Diagnostics
from physai_sim.control.safety import CommandGate, CommandLimits
from physai_sim.core.geometry import Array
from physai_sim.core.timing import NS_PER_S
from physai_sim.messages import parts
from physai_sim.messages.topics import Topic
from physai_sim.ros.live_topics import live_name
from physai_sim.ros.make import message_class
from physai_sim.ros.profiles import rclpy_profile

Values = Callable[[Any], Array]


@dataclass(frozen=True, slots=True)
class Desk:
    """What every inbox needs of the simulation.

    Args:
        node: Whose subscriptions they are.
        now_ns: Gives the present stamp [ns].
        control_hz: Rate of control steps.
        diagnostics: Counts what is taken and refused.
        barrier: Is told of commands where the simulation runs in lock-step.
    """

    node: Node
    now_ns: Callable[[], int]
    control_hz: int
    diagnostics: Diagnostics
    barrier: LockstepBarrier | None


class Inbox:
    """The newest command of a topic that is right and in time.

    Args:
        desk: Of the simulation.
        topic: The topic.
        limits: What a command may hold.
        values_of: The numbers of a message, as `limits` names them.
    """

    def __init__(self, desk: Desk, topic: Topic, limits: CommandLimits, values_of: Values) -> None:
        self._desk, self._values_of = desk, values_of
        self._gate = CommandGate(limits, period_ns=NS_PER_S // desk.control_hz)
        self._lock, self._is_new = threading.Lock(), False
        self._subscription = desk.node.create_subscription(
            message_class(topic.type_name),
            live_name(topic.name),
            self._on_message,
            rclpy_profile(topic.qos),
        )
        self.topic = self._subscription.topic_name

    def newest(self) -> tuple[Array, int] | None:
        """Values and stamp [ns] of the last command since the start of the episode."""
        with self._lock:
            last, self._is_new = self._gate.last, False
            return None if last is None else (last.values, last.stamp_ns)

    def take(self) -> tuple[Array, int] | None:
        """As `newest`, and None until another one comes."""
        with self._lock:
            is_new, self._is_new = self._is_new, False
            last = self._gate.last
            return (last.values, last.stamp_ns) if is_new and last is not None else None

    def restart(self) -> None:
        """Forget the last command, as at a reset of the episode."""
        with self._lock:
            self._gate.restart()
            self._is_new = False

    def close(self) -> None:
        """Listen no more."""
        self._desk.node.destroy_subscription(self._subscription)

    def _on_message(self, message: Any) -> None:
        header = getattr(message, "header", None)
        stamp_ns = None if header is None else parts.stamp_ns(header.stamp) or None
        now_ns = self._desk.now_ns()
        with self._lock:
            values = self._values_of(message)
            refusal = self._gate.offer(values, stamp_ns=stamp_ns, now_ns=now_ns)
            if refusal is None and self._is_new:
                self._desk.diagnostics.dropped()
            self._is_new |= refusal is None
        # A command without a stamp is of now: in lock-step, of the stamp that is waited for.
        told_ns = now_ns if stamp_ns is None else stamp_ns
        if refusal is None:
            self._desk.diagnostics.accepted(stamp_ns=told_ns, now_ns=now_ns)
        else:
            self._desk.diagnostics.refused(self.topic, refusal.reason)
            what = f"{self.topic}: a command was refused: {refusal.message}"
            self._desk.node.get_logger().warning(what, throttle_duration_sec=1.0)
        if self._desk.barrier is not None:
            self._desk.barrier.command(self.topic, stamp_ns=told_ns, is_accepted=refusal is None)
