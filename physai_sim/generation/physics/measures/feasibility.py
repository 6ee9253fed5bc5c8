"""A8: whether the robot that a clip shows could have moved so.

Legend: T frames.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from physai_sim.core.geometry import Array, Pose
from physai_sim.generation.physics import arm_limits, car_limits
from physai_sim.generation.physics.hand_path import hand_path
from physai_sim.generation.physics.measures.base import Measure, Score, unknown
from physai_sim.generation.physics.motion import carried, carrier_of
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.truth import Truth

# What a robot can do is known to a few percent, what a camera saw to some more.
MARGIN = 0.25
LEAST_FRAMES = 8


class Feasibility(Measure):
    """The motion of robots is read from the clip and held against what they can do.

    The value is the greatest use of a limit: 1 is all that the robot can do. A car is known by the
    camera that it carries; its curvature, its acceleration to the side and its side slip are held
    against the bicycle model and its tyres. An arm is known by the camera on its wrist, or by its
    hand in the picture; the engine's inverse kinematics says whether it reaches there, and how
    fast its joints turn for it.
    """

    name = "feasibility"
    number = "A8"
    question = "Could the robot have moved so?"
    catches = ("sideways_car",)

    def applies(self, truth: Truth) -> bool:
        """Where a robot carries the camera, or an arm is seen by one that stands still."""
        return bool(_judged(truth))

    def score(self, sight: Sight, truth: Truth) -> Score:
        """See the base."""
        found = {name: _of_robot(name, sight, truth) for name in _judged(truth)}
        parts = {name: parts for name, (parts, _) in found.items() if parts is not None}
        reasons = [reason for parts, reason in found.values() if parts is None]
        if not parts:
            return unknown(reasons[0] if reasons else "no robot is seen")
        return Score(max(max(p["uses"].values()) for p in parts.values()), parts=parts)

    def limit(self, floor: float, truth: Truth) -> float:
        """All that the robot can do, or a quarter more than the truth seems to."""
        return max(1.0, floor) + MARGIN


def _judged(truth: Truth) -> tuple[str, ...]:
    carrier = carrier_of(truth)
    if carrier is not None:
        return (carrier,) if carrier in truth.spec.robots else ()
    return tuple(n for n in truth.tools if n in truth.names and truth.mask(n)[0].any())


def _of_robot(name: str, sight: Sight, truth: Truth) -> tuple[dict[str, Any] | None, str]:
    """Uses of limits, or None and why."""
    if carrier_of(truth) is None:
        points = hand_path(sight.clip.frames, name, truth)
        return _of_arm(name, _with_true_turn(points, name, truth), truth)
    camera = sight.camera
    if camera is None or camera.doubt is not None:
        return None, "the motion of the camera is not known" if camera is None else str(
            camera.doubt
        )
    poses = carried(name, camera, truth)
    if name in truth.tools:
        return _of_arm(name, poses, truth)
    rows = np.array([pose.numbers for pose in poses])
    if np.isfinite(rows).all(axis=1).sum() < LEAST_FRAMES:
        return None, f"{name} is followed for fewer than {LEAST_FRAMES} frames"
    drive, chassis = car_limits.drive_of(rows, truth.hz), car_limits.chassis_of(truth, name)
    if not len(drive.slip_rad):
        return None, f"{name} hardly moves"
    return {"uses": car_limits.uses(drive, chassis, car_limits.grip_of(truth, name))}, ""


def _of_arm(name: str, path: list[Pose], truth: Truth) -> tuple[dict[str, Any] | None, str]:
    known = [pose for pose in path if np.isfinite(pose.position_m).all()]
    if len(known) < LEAST_FRAMES:
        return None, f"the hand of {name} is followed for fewer than {LEAST_FRAMES} frames"
    points = np.array([pose.position_m for pose in known])
    uses = arm_limits.uses(arm_limits.reach(known, name, truth), truth.hz)
    return {"uses": uses, "frames": len(known), **arm_limits.smoothness(points, truth.hz)}, ""


def _with_true_turn(points: Array, name: str, truth: Truth) -> list[Pose]:
    """A picture shows where the hand is; how it is turned is taken from the truth."""
    rows = zip(points.tolist(), truth.tools[name][:, 3:].tolist(), strict=True)
    return [Pose((x, y, z), (a, b, c, d)) for (x, y, z), (a, b, c, d) in rows]
