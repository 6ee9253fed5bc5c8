"""Actions: which there are, and goals for them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rclpy.action import (
    ActionClient,
    get_action_client_names_and_types_by_node,
    get_action_server_names_and_types_by_node,
)

from physai_sim.ros.inspect import graph
from physai_sim.ros.inspect.interfaces import action_type
from physai_sim.ros.inspect.receive import Notice
from physai_sim.ros.inspect.session import Live, LiveError
from physai_sim.ros.inspect.topics import one_type
from physai_sim.ros.inspect.values import filled

ANSWER_S = 5.0
"""Longest wait for the answer to a request to cancel [s]."""
STATUSES = ("UNKNOWN", "ACCEPTED", "EXECUTING", "CANCELING", "SUCCEEDED", "CANCELED", "ABORTED")
"""By number. Source: action_msgs, `msg/GoalStatus.msg`."""
Nodes = list[tuple[str, list[str]]]
"""Full names of nodes, each with the types under which it knows an action."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a goal ended.

    Args:
        goal_id: Its identity, 32 hexadecimal digits.
        status: Of `STATUSES`; `REJECTED`, where the server did not take it.
        result: The result; None where there is none.
    """

    goal_id: str
    status: str
    result: Any = None


@dataclass(frozen=True, slots=True)
class Told:
    """Whom to tell how it goes.

    Args:
        accepted: Called with the goal's identity.
        feedback: Called with each feedback; None: none is asked for.
        notice: Called with a line that is for people alone.
    """

    accepted: Callable[[str], None]
    feedback: Callable[[Any], None] | None
    notice: Notice


def info(live: Live, name: str) -> dict[str, Any]:
    """Types of an action, and the nodes that are its clients and servers.

    Raises:
        UnknownNameError: If it is not there.
    """
    full = graph.full_name(name, what="action")
    live.settle()
    types = graph.types_of(live, full, graph.actions, what="action")
    clients = _nodes_with(live, full, get_action_client_names_and_types_by_node)
    servers = _nodes_with(live, full, get_action_server_names_and_types_by_node)
    return {"name": full, "types": types, "clients": clients, "servers": servers}


def make_goal(type_name: str, values: str) -> Any:
    """A goal of an action.

    Args:
        type_name: Of the action.
        values: Its fields, YAML.

    Raises:
        PhysAIError: If there is no such type, or a value does not fit.
    """
    return filled(action_type(type_name).Goal, values)


class GoalSender:
    """A client of an action, for one goal; use it in a `with`.

    Args:
        live: Us.
        name: Of the action.
        type_name: Its type.

    Raises:
        PhysAIError: If there is no such type, or the action is there with another.
    """

    def __init__(self, live: Live, name: str, type_name: str) -> None:
        self._live, self._name = live, graph.full_name(name, what="action")
        kind = action_type(type_name)
        live.settle(lambda: self._name in dict(graph.actions(live)))
        types = dict(graph.actions(live)).get(self._name, [])
        one_type(types, type_name, where=self._name, kind="action")
        self._client = ActionClient(live.node, kind, self._name)

    def send(self, goal: Any, told: Told, timeout_s: float | None = None) -> Ended:
        """Wait for a server, send a goal, and wait for its end. Ctrl-C cancels it.

        Args:
            goal: The goal.
            told: Whom to tell how it goes.
            timeout_s: Longest wait for a server, and then for the end; after it the goal is
                canceled; by default without limit [s].

        Raises:
            LiveError: If no server comes, or it does not answer.
        """
        self._wait_for_server(told.notice, timeout_s)
        # Feedback is told outside rclpy, where an interruption cannot cost it an answer.
        feedback: deque[Any] = deque()
        keep = None if told.feedback is None else feedback.append
        future: Any = self._client.send_goal_async(goal, feedback_callback=keep)
        try:
            return self._follow(future, feedback, told, timeout_s)
        except KeyboardInterrupt:
            if self._live.spin_until(future.done, ANSWER_S) and future.result().accepted:
                self._cancel(future.result(), told.notice)
            raise

    def _follow(
        self, sent: Any, feedback: deque[Any], told: Told, timeout_s: float | None
    ) -> Ended:
        if not self._live.spin_until(sent.done, timeout_s):
            raise LiveError(f"the action {self._name} did not answer within {timeout_s} s")
        handle = sent.result()
        identity = bytes(bytearray(handle.goal_id.uuid)).hex()
        if not handle.accepted:
            return Ended(identity, "REJECTED")
        told.accepted(identity)
        future = handle.get_result_async()
        ended = _telling(future, feedback, told)
        if not self._live.spin_until(ended, timeout_s):
            told.notice(f"the goal did not end within {timeout_s} s")
            self._cancel(handle, told.notice)
            if not self._live.spin_until(ended, ANSWER_S):
                raise LiveError(f"a goal of {self._name} goes on though it was canceled")
        response = future.result()
        return Ended(identity, STATUSES[response.status], response.result)

    def _cancel(self, handle: Any, notice: Notice) -> None:
        notice("canceling the goal")
        future = handle.cancel_goal_async()
        if not self._live.spin_until(future.done, ANSWER_S):
            raise LiveError(f"the action {self._name} did not answer the request to cancel")
        taken = bool(future.result().goals_canceling)
        notice("the goal is canceled" if taken else "the server does not cancel the goal")

    def _wait_for_server(self, notice: Notice, timeout_s: float | None) -> None:
        ready = self._client.server_is_ready
        if self._live.spin_until(ready, 0.5 if timeout_s is None else min(0.5, timeout_s)):
            return
        notice(f"waiting for a server of the action {self._name}")
        if not self._live.spin_until(ready, timeout_s):
            known = [name for name, _ in graph.actions(self._live) if name != self._name]
            raise LiveError(f"no server within {timeout_s} s", got=self._name, known=known)

    def __enter__(self) -> GoalSender:
        """Itself."""
        return self

    def __exit__(self, *told: object) -> None:
        """Take the client away."""
        self._client.destroy()


def _telling(future: Any, feedback: deque[Any], told: Told) -> Callable[[], bool]:
    """Whether the result is there; on each question, feedback that came is told."""

    def ended() -> bool:
        while feedback and told.feedback is not None:
            told.feedback(feedback.popleft().feedback)
        return bool(future.done())

    return ended


def _nodes_with(live: Live, action: str, ask: Callable[..., graph.NamesAndTypes]) -> Nodes:
    found: Nodes = []
    for full in graph.nodes(live, hidden=True):
        try:
            known = dict(ask(live.node, *graph.split_node_name(full)))
        except RuntimeError:  # it left in the meantime
            continue
        if action in known:
            found.append((full, known[action]))
    return found
