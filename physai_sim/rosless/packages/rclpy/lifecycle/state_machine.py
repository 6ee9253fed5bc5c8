"""States of a managed node, and the ways between them.

Source: design.ros2.org, "Managed nodes"; lifecycle_msgs for numbers, rcl_lifecycle for labels.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rclpy.exceptions import RCLError


class LifecycleState(NamedTuple):
    """A state."""

    label: str
    state_id: int


class Transition(NamedTuple):
    """A way from one state to another."""

    id: int
    label: str
    start: LifecycleState
    goal: LifecycleState


_IDS = {
    "unknown": 0,
    "unconfigured": 1,
    "inactive": 2,
    "active": 3,
    "finalized": 4,
    "configuring": 10,
    "cleaningup": 11,
    "shuttingdown": 12,
    "activating": 13,
    "deactivating": 14,
    "errorprocessing": 15,
}
STATES = {label: LifecycleState(label, number) for label, number in _IDS.items()}

# Number, label, start, goal.
_REQUESTED = (
    (1, "configure", "unconfigured", "configuring"),
    (2, "cleanup", "inactive", "cleaningup"),
    (3, "activate", "inactive", "activating"),
    (4, "deactivate", "active", "deactivating"),
    (5, "shutdown", "unconfigured", "shuttingdown"),
    (6, "shutdown", "inactive", "shuttingdown"),
    (7, "shutdown", "active", "shuttingdown"),
)
# Number of the first of three, state in which a callback runs, goals: success, failure, error.
_RESULTS = (
    (10, "configuring", ("inactive", "unconfigured", "errorprocessing")),
    (20, "cleaningup", ("unconfigured", "inactive", "errorprocessing")),
    (30, "activating", ("active", "inactive", "errorprocessing")),
    (40, "deactivating", ("inactive", "active", "errorprocessing")),
    (50, "shuttingdown", ("finalized", "finalized", "errorprocessing")),
    (60, "errorprocessing", ("unconfigured", "finalized", "finalized")),
)
_LABELS = ("transition_success", "transition_failure", "transition_error")

TRANSITIONS = (
    *(Transition(n, label, STATES[start], STATES[goal]) for n, label, start, goal in _REQUESTED),
    *(
        Transition(first + offset, label, STATES[start], STATES[goal])
        for first, start, goals in _RESULTS
        for offset, (label, goal) in enumerate(zip(_LABELS, goals, strict=True))
    ),
)


class StateMachine:
    """The state of one node.

    Args:
        on_transition: Told each transition when it is done.
    """

    def __init__(self, on_transition: Callable[[Transition], object] = lambda _: None) -> None:
        self._on_transition = on_transition
        self.current = STATES["unconfigured"]

    @property
    def current_state(self) -> tuple[int, str]:
        """Number and label of the state: where programs for rclpy look for it."""
        return self.current.state_id, self.current.label

    def available(self) -> list[Transition]:
        """The transitions that begin in the current state."""
        return [transition for transition in TRANSITIONS if transition.start == self.current]

    def find(self, label: str) -> Transition:
        """The transition of a label that begins in the current state.

        Raises:
            RCLError: If there is none.
        """
        return self._only(lambda transition: transition.label == label, label)

    def trigger(self, which: int | str) -> Transition:
        """Take a transition, by number or label.

        Raises:
            RCLError: If none such begins in the current state; it stays what it is.
        """
        transition = self._only(lambda t: which in (t.id, t.label), which)
        self.current = transition.goal
        self._on_transition(transition)
        return transition

    def _only(self, wanted: Callable[[Transition], bool], which: int | str) -> Transition:
        known = self.available()
        found = next((transition for transition in known if wanted(transition)), None)
        if found is None:
            choices = ", ".join(f"{t.label} ({t.id})" for t in known) or "none"
            raise RCLError(
                f"No transition {which!r} from state {self.current.label!r}; known: {choices}"
            )
        return found
