"""Pushes a cube to its place from behind, from ground truth."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation
from policies.control._carrying import Scene, chunk, tool_action, tool_robot, wrapped

Phase = Literal["over", "down", "push", "leave"]

# Heights of the tool over the table: clear of the cube, and with the tips just above the table.
TRAVEL_M, PUSHING_M = 0.14, 0.025
# From the cube's edge to the tool before a push: room for a cube that stands on its corner.
RUN_UP_M = 0.05
# Two fingers apart push with two points, which keeps the cube from turning away.
APART_M = 0.04
NEAR_M = 0.01
# The tool may stray sideways from the line of the push by this much before it starts anew.
STRAY_M = 0.025
# How far ahead of the tool the point it is drawn to lies: sets the speed of the push.
LEAD_M, SLOW = 0.03, 0.6
DONE_M = 0.008


class ExpertPush:
    """Goes behind the cube, lowers the open fingers, pushes along the line to the place, leaves.

    A push that strays from the line is broken off and started anew from behind.
    """

    needs_privileged = True

    def reset(self, *, spec: EpisodeSpec, seed: int) -> None:
        """Learn the limits of the arm; the expert draws no random numbers.

        Raises:
            ConfigError: If the robot does not take end-effector deltas with a gripper.
        """
        del seed
        self._high = tool_robot(spec, expert="expert_push").action_high
        self._hz = spec.control_hz
        self._phase: Phase = "over"

    def infer(self, observation: Observation) -> ActionChunk:
        """One action, by the phase that the ground truth calls for."""
        scene = Scene.of(observation)
        ahead = (scene.places[0] - scene.cubes[0])[:2]
        left = float(np.linalg.norm(ahead))
        ahead = ahead / max(left, 1e-9)
        behind = scene.cubes[0][:2] - ahead * (scene.sizes[0][0] / 2 + RUN_UP_M)
        self._phase = self._next(scene, ahead, behind, left)
        target = self._target(scene, ahead, behind, left)
        way, turn = target - scene.tool, self._turn_rad(scene, ahead)
        action = tool_action(way, turn_rad=turn, opening_m=APART_M, high=self._high)
        return chunk(observation, action, hz=self._hz)

    def _next(self, scene: Scene, ahead: Array, behind: Array, left: float) -> Phase:
        """The phase that follows from where things are."""
        height = scene.tool[2] - scene.table
        off = float(np.linalg.norm(scene.tool[:2] - behind))
        if self._phase == "over" and off < NEAR_M and left > DONE_M:
            return "down"
        if self._phase == "down" and height < PUSHING_M + NEAR_M:
            return "push"
        if self._phase == "push" and (left < DONE_M or self._strays(scene, ahead)):
            return "leave"
        if self._phase == "leave" and height > TRAVEL_M - NEAR_M:
            return "over"
        return self._phase

    def _turn_rad(self, scene: Scene, ahead: Array) -> float:
        """What the gripper has to turn [rad]: fingers stand across the push, either way round."""
        if self._phase == "leave":
            return 0.0
        across = math.atan2(ahead[0], -ahead[1])
        return wrapped(across - scene.grip_yaw, symmetry_rad=math.pi)

    def _strays(self, scene: Scene, ahead: Array) -> bool:
        way = (scene.cubes[0] - scene.tool)[:2]
        aside = abs(float(ahead[0] * way[1] - ahead[1] * way[0]))
        return aside > STRAY_M or float(way @ ahead) < 0.0

    def _target(self, scene: Scene, ahead: Array, behind: Array, left: float) -> Array:
        """Where the tool is drawn to, shape (3,)."""
        x, y, _ = scene.tool
        if self._phase == "over":
            # Rises before it crosses the table, so that it cannot sweep the cube away.
            low = scene.tool[2] < scene.table + TRAVEL_M - 2 * NEAR_M
            place = (x, y) if low else behind
            return np.array([*place, scene.table + TRAVEL_M])
        if self._phase == "down":
            return np.array([*behind, scene.table + PUSHING_M])
        if self._phase == "leave":
            return np.array([*(scene.tool[:2] - ahead * LEAD_M), scene.table + TRAVEL_M])
        way = (scene.cubes[0] - scene.tool)[:2]
        aside = way - ahead * float(way @ ahead)
        lead = min(LEAD_M, SLOW * left + NEAR_M)
        return np.array([*(scene.tool[:2] + ahead * lead + aside), scene.table + PUSHING_M])
