"""What all robots of a world are told, put together into one action for each control step."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from physai_sim.control.safety import safe_action
from physai_sim.core.geometry import Array
from physai_sim.envs.commands import JointTargets
from physai_sim.envs.session import Session
from physai_sim.ros.arm_intake import ArmIntake
from physai_sim.ros.car_intake import CarIntake
from physai_sim.ros.inbox import Desk


class Intakes:
    """One intake for each robot.

    Args:
        desk: Of the simulation.
        session: The world, whose robots stand.
        stamped: Whether cars take TwistStamped rather than Twist.
    """

    def __init__(self, desk: Desk, session: Session, *, stamped: bool) -> None:
        self._desk, self._session = desk, session
        self._robots: dict[str, CarIntake | ArmIntake] = {}
        self._quiet: set[str] = set()
        for name, spec in session.spec.robots.items():
            if spec.wheelbase_m is not None:
                intake: CarIntake | ArmIntake = CarIntake(
                    desk, spec, session.spec, stamped=stamped
                )
            else:
                arm = session.stage.robots[name]
                intake = ArmIntake(desk, spec, session.spec, arm=arm)
            self._robots[name] = intake

    def restart(self, now_ns: int) -> None:
        """Begin an episode: nothing that was said before it holds."""
        for intake in self._robots.values():
            intake.restart(now_ns)

    def collect(self, now_ns: int) -> tuple[Array, JointTargets]:
        """The action of all robots from a stamp on, shape (A,), and targets of joints."""
        actions: list[Array] = []
        joints: dict[str, tuple[ArrayLike, float | None]] = {}
        for name, intake in self._robots.items():
            action, targets = intake.collect(now_ns, self._session.stage.robots[name].body)
            actions.append(action)
            joints.update(targets)
            self._tell_silence(name, is_silent=intake.watchdog.is_expired)
        return np.concatenate(actions), joints

    def close(self) -> None:
        """Listen no more."""
        for intake in self._robots.values():
            intake.close()

    def rest(self, last: Array | None) -> Array:
        """The action that brings all robots to rest, shape (A,).

        Args:
            last: The action before, shape (A,).
        """
        found, start = [], 0
        for spec in self._session.spec.robots.values():
            size = len(spec.action_names)
            own = None if last is None else last[start : start + size]
            found.append(safe_action(spec, own))
            start += size
        return np.concatenate(found)

    def _tell_silence(self, name: str, *, is_silent: bool) -> None:
        if is_silent == (name in self._quiet):
            return
        logger = self._desk.node.get_logger()
        if is_silent:
            self._quiet.add(name)
            what = "no command for half a second of simulated time: it is brought to rest"
            logger.warning(f"{name}: {what}")
            self._desk.diagnostics.set_fault(name, what)
        else:
            self._quiet.discard(name)
            logger.info(f"{name}: commands come again")
            self._desk.diagnostics.set_fault(name, None)
