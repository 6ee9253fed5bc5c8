"""What belongs to one world of a live simulation: what it says, what its robots are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rclpy.node import Node

from physai_sim.control.barrier import LockstepBarrier
from physai_sim.control.diagnostics import Diagnostics
from physai_sim.core.geometry import Array
from physai_sim.core.truth import Outcome
from physai_sim.envs.commands import JointTargets
from physai_sim.envs.provenance import provenance_of
from physai_sim.envs.session import Session, Step
from physai_sim.rendering import choice
from physai_sim.ros.episode_publisher import EpisodePublisher
from physai_sim.ros.inbox import Desk
from physai_sim.ros.intakes import Intakes
from physai_sim.ros.run_folder import RunFolder


@dataclass(frozen=True, slots=True)
class StageOptions:
    """How a world takes part in ROS.

    Args:
        stamped: Whether cars take TwistStamped rather than Twist.
        link_frames: Whether `/tf` holds the links of robots.
        barrier: Who must answer each tick; None: nobody.
        folder: What a run leaves behind; None: nothing.
    """

    stamped: bool
    link_frames: bool
    barrier: LockstepBarrier | None
    folder: RunFolder | None


class SimStage:
    """A session with its publishers and subscriptions.

    Args:
        node: Whose they are.
        session: The world.
        options: How it takes part.
        now_ns: Gives the present stamp [ns].
    """

    def __init__(
        self,
        node: Node,
        session: Session,
        options: StageOptions,
        *,
        now_ns: Callable[[], int],
    ) -> None:
        self.session, self.folder = session, options.folder
        rates = {name: spec.rate_hz for name, spec in session.spec.sensors.items()}
        renderer = choice.renderer_of(session.world).describe()
        facts = {"world": session.spec.world, "renderer": renderer}
        self.diagnostics = Diagnostics(rates, facts=facts)
        hz = session.spec.control_hz
        desk = Desk(node, now_ns, hz, self.diagnostics, options.barrier)
        self.says = EpisodePublisher(
            *(node, session, self.diagnostics),
            link_frames=options.link_frames,
            keeps=options.barrier is not None,
        )
        self._intakes = Intakes(desk, session, stamped=options.stamped)
        self._last: Array | None = None

    def begin(self, number: int, start_ns: int) -> None:
        """Say what holds for the episode that was just reset."""
        session, self._last = self.session, None
        self.diagnostics.facts["seed"] = str(session.seed)
        provenance = provenance_of(session)
        self._intakes.restart(start_ns)
        self.says.begin(number, start_ns, provenance)
        if self.folder is not None:
            self.folder.begin(provenance)

    def restart_time(self, start_ns: int, *, is_told: bool) -> None:
        """Let other stamps hold from here on, and say the present instant again with its own.

        Args:
            start_ns: What the first instant of the episode would bear now [ns].
            is_told: Whether the present instant was said before.
        """
        self.says.restart_time(start_ns)
        self._intakes.restart(self.says.stamp_ns)
        if is_told:
            self.says.instant()

    def instant(self) -> None:
        """Say what was sensed and what is true."""
        self.says.instant()
        if self.folder is not None:
            self.folder.instant()

    def step(self, now_ns: int, *, at_rest: bool) -> Step:
        """Let the world go on by a control step, with what the robots are told.

        Args:
            now_ns: The present stamp [ns].
            at_rest: Whether all robots are brought to rest instead.
        """
        joints: JointTargets = {}
        if at_rest:
            action = self._intakes.rest(self._last)
        else:
            action, joints = self._intakes.collect(now_ns)
        stamp_ns = self.session.stamp_ns
        step = self.session.step(action, joints)
        self._last = step.action.values
        self._wrote(step.action.values, stamp_ns)
        return step

    def end(self, outcome: Outcome) -> None:
        """Say how the episode ended."""
        self.says.end(outcome)
        if self.folder is not None:
            self.folder.end(outcome)

    def close(self) -> None:
        """Take everything off the topics."""
        self._intakes.close()
        self.says.close()

    def _wrote(self, values: Any, stamp_ns: int) -> None:
        self.says.action(values, stamp_ns)
        if self.folder is not None:
            self.folder.action(values, stamp_ns)
