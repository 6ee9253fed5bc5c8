"""Picks cubes up and puts them down, one after another: the phases that several experts share."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation
from policies.control._carrying import (
    OPEN_M,
    REST_YAW_RAD,
    Scene,
    chunk,
    tool_action,
    tool_robot,
    wrapped,
)

Phase = Literal["over", "down", "grip", "lift", "carry", "put", "open", "leave"]
AFTER: dict[Phase, Phase] = {
    "over": "down",
    "down": "grip",
    "grip": "lift",
    "lift": "carry",
    "carry": "put",
    "put": "open",
    "open": "leave",
    "leave": "over",
}
# The cube hangs clear of everything at this height of its centre over table and place.
TRAVEL_M = 0.14
NEAR_M, CLOSE_M, TURNED_RAD = 0.012, 0.005, 0.06
# The cube is let go this much above its place: pressing it down would tilt the arm.
DROP_M = 0.003
# What the fingers open by beyond the cube when they let go: no more, for neighbours may be near.
LET_GO_M = 0.025
# A held cube stays this near to the tool; farther away it has slipped.
SLIPPED_M = 0.03
PLACED_M = 0.015
# The fingers of the Panda move at 5 cm/s each (Franka Hand, product manual).
GRIP_S = 0.5


class Carrier:
    """Picks each cube that is not at its place, puts it there, and goes on to the next.

    A cube that slips is picked up again.
    """

    needs_privileged = True

    def reset(self, *, spec: EpisodeSpec, seed: int) -> None:
        """Learn the limits of the arm; the expert draws no random numbers.

        Raises:
            ConfigError: If the robot does not take end-effector deltas with a gripper.
        """
        del seed
        self._high = tool_robot(spec, expert=type(self).__name__).action_high
        self._hz = spec.control_hz
        self._phase: Phase = "over"
        self._cube, self._steps = 0, 0

    def infer(self, observation: Observation) -> ActionChunk:
        """One action, by the phase that the ground truth calls for."""
        scene = Scene.of(observation)
        if self._phase == "over":
            self._cube = self._most_urgent(scene)
        self._advance(scene)
        way, turn = self._way(scene), self._turn_rad(scene)
        opening = self._opening_m(scene)
        action = tool_action(way, turn_rad=turn, opening_m=opening, high=self._high)
        return chunk(observation, action, hz=self._hz)

    def _most_urgent(self, scene: Scene) -> int:
        """The first cube that is not at its place; the present one when all are."""
        off = np.linalg.norm(scene.cubes - scene.places, axis=1) > PLACED_M
        return int(np.argmax(off)) if off.any() else self._cube

    def _advance(self, scene: Scene) -> None:
        """Go on to the next phase when this one has done its work."""
        self._steps += 1
        held = self._phase in ("lift", "carry", "put")
        apart = float(np.linalg.norm(scene.cubes[self._cube] - scene.tool))
        if held and apart > SLIPPED_M:
            self._phase, self._steps = "leave", 0
        elif self._is_done(scene):
            self._phase, self._steps = AFTER[self._phase], 0

    def _is_done(self, scene: Scene) -> bool:
        if self._phase in ("grip", "open"):
            return self._steps >= math.ceil(GRIP_S * self._hz)
        way = self._way(scene)
        aside, up = float(np.linalg.norm(way[:2])), abs(float(way[2]))
        if self._phase in ("lift", "leave"):
            return up < NEAR_M
        if self._phase == "over":
            placed = np.linalg.norm(scene.cubes - scene.places, axis=1) <= PLACED_M
            turned = abs(self._turn_rad(scene)) < TURNED_RAD
            return aside < NEAR_M and up < NEAR_M and turned and not placed[self._cube]
        if self._phase == "carry":
            return aside < CLOSE_M and abs(self._turn_rad(scene)) < TURNED_RAD
        return aside < CLOSE_M and up < CLOSE_M

    def _way(self, scene: Scene) -> Array:
        """What the tool has to go in this phase, shape (3,) [m]."""
        cube, place, tool = scene.cubes[self._cube], scene.places[self._cube], scene.tool
        top = max(float(place[2]), scene.table) + TRAVEL_M
        ways: dict[Phase, Array] = {
            "over": np.array([*(cube - tool)[:2], top - tool[2]]),
            "down": cube - tool,
            "grip": np.zeros(3),
            "lift": np.array([0.0, 0.0, top - cube[2]]),
            "carry": np.array([*(place - cube)[:2], top - cube[2]]),
            "put": place - cube + np.array([0.0, 0.0, DROP_M]),
            "open": np.zeros(3),
            "leave": np.array([0.0, 0.0, top - tool[2]]),
        }
        return ways[self._phase]

    def _turn_rad(self, scene: Scene) -> float:
        """What the gripper has to turn in this phase [rad]: a cube looks alike on four sides."""
        if self._phase in ("over", "down"):
            side = float(scene.yaws[self._cube]) + REST_YAW_RAD
            nearest = REST_YAW_RAD + wrapped(side - REST_YAW_RAD, symmetry_rad=math.pi / 2)
            return wrapped(nearest - scene.grip_yaw, symmetry_rad=math.pi)
        if self._phase in ("carry", "put"):
            return wrapped(REST_YAW_RAD - scene.grip_yaw, symmetry_rad=math.pi)
        return 0.0

    def _opening_m(self, scene: Scene) -> float:
        if self._phase in ("grip", "lift", "carry", "put"):
            return 0.0
        if self._phase in ("open", "leave"):
            return min(float(scene.sizes[self._cube][1]) + LET_GO_M, OPEN_M)
        return OPEN_M
