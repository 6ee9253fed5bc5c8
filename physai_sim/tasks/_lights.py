"""What driving tasks know of the traffic lights on their way."""

from __future__ import annotations

from typing import get_args

import numpy as np
from gymnasium import spaces

from physai_sim.core.geometry import Array
from physai_sim.core.truth import LightState
from physai_sim.roads.ahead import REACH_M
from physai_sim.roads.lights import LightAhead, StopLine, next_light, stop_lines
from physai_sim.simulation.footprints import front_m
from physai_sim.tasks._driving import Drive
from physai_sim.tasks.base import Stage

STATES: tuple[LightState, ...] = get_args(LightState)


class Lights:
    """The traffic lights on a car's way, and whether it has run one.

    Args:
        drive: The car on its route.
        robot: Its name.
    """

    def __init__(self, drive: Drive, robot: str) -> None:
        self._drive, self._robot = drive, robot
        self._lines: tuple[StopLine, ...] = ()
        self._front_m, self._was_run = 0.0, False

    def start(self, stage: Stage) -> None:
        """Begin an episode; the car stands at its start."""
        self._lines = stop_lines(self._drive.route, stage.world.signals)
        self._front_m, self._was_run = self._front(stage), False

    def state(self, stage: Stage) -> Array:
        """Ground truth `light_state`, (4,): way to the next stop line [m], and what it shows.

        The way counts from the car's front, and is 50 where there is no line within 50 m; then
        come red, yellow and green, of which the one that is shown is 1.
        """
        gap_m, shown = self._next(stage)
        return np.array([gap_m, *(float(shown == state) for state in STATES)])

    def is_run(self, stage: Stage) -> bool:
        """Whether the car's front has come over a stop line while its light was red."""
        front_m, before_m = self._front(stage), self._front_m
        self._front_m = max(front_m, before_m)
        self._was_run = self._was_run or any(
            before_m < line.s_m <= front_m and line.signal.state(stage.world.time_ns) == "red"
            for line in self._lines
        )
        return self._was_run

    def _next(self, stage: Stage) -> LightAhead:
        time_ns = stage.world.time_ns
        return next_light(self._drive.route, self._lines, self._front(stage), time_ns)

    def _front(self, stage: Stage) -> float:
        return self._drive.now(stage).s_m + front_m(stage.world, self._robot)


def light_box() -> spaces.Box:
    """Finite bounds of `Lights.state`."""
    return spaces.Box(0.0, np.array([REACH_M, 1.0, 1.0, 1.0]), dtype=np.float64)
