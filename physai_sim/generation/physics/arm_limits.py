"""Whether an arm could have taken its tool where a film shows it go.

Legend: T frames, J joints.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from physai_sim.core.geometry import Array, Pose
from physai_sim.evaluation.measures.derivatives import derivative
from physai_sim.evaluation.measures.spectral_arc_length import spectral_arc_length
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.resimulation import open_session
from physai_sim.robots._arm import Arm, ArmConfig
from physai_sim.simulation.ik import solve_ik

# The engine's own arm stays within a millimetre; a centimetre is out of reach, not out of luck.
REACH_M = 0.01
# Steps of the solver for each pose: it converges like Newton's method.
STEPS = 20
# Speeds and accelerations are taken over this time, as a film's pixels are noisy [s].
WINDOW_S = 0.3
PERCENTILE = 95.0


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """How an arm follows a path of its tool.

    Args:
        joints_rad: The best that it can do within its limits, shape (T, J) [rad].
        residual_m: By how far the tool misses then, shape (T,) [m].
        speed_limits: Of the joints, shape (J,) [rad/s].
    """

    joints_rad: Array
    residual_m: Array
    speed_limits: Array


def reach(path: list[Pose], robot: str, truth: Truth) -> Reach:
    """Solve for the joints pose by pose, from where the arm stands when the episode starts.

    Args:
        path: Of the tool in the world, T poses.
        robot: An arm.
        truth: Its episode.
    """
    session = open_session(truth.source)
    try:
        session.reset(truth.source.seed)
        arm = session.stage.robots[robot]
        assert isinstance(arm, Arm)
        joints = [arm.body.joints[name] for name in arm.joints]
        rows, misses = zip(*(_solved(arm, pose) for pose in path), strict=True)
        limits = np.array([joint.max_velocity for joint in joints])
        return Reach(np.array(rows), np.array(misses), limits)
    finally:
        session.close()


def uses(found: Reach, hz: int) -> dict[str, float]:
    """How much of what it can do an arm uses; above 1 it could not."""
    window = _window(hz)
    speeds = [derivative(column, hz, window=window) for column in found.joints_rad.T]
    share = np.abs(np.array(speeds)) / found.speed_limits[:, None]
    return {
        "inverse_kinematics": float(np.percentile(found.residual_m, PERCENTILE)) / REACH_M,
        "joint_speed": float(np.percentile(share.max(axis=0), PERCENTILE)),
    }


def smoothness(points: Array, hz: int) -> dict[str, float | None]:
    """How evenly a tool moves: jerk [m/s^3] and SPARC, which is more negative for less smooth.

    Args:
        points: Of the tool, shape (T, 3) [m].
        hz: Frames per second.
    """
    window = _window(hz)
    speed = np.array([derivative(axis, hz, window=window) for axis in points.T])
    change = np.array([derivative(axis, hz, window=window) for axis in speed])
    jerk = np.array([derivative(axis, hz, window=window) for axis in change])
    return {
        "jerk_mps3": float(np.sqrt(np.mean(np.sum(jerk**2, axis=0)))),
        "sparc": spectral_arc_length(np.linalg.norm(speed, axis=0), hz),
    }


def _solved(arm: Arm[ArmConfig], tool: Pose) -> tuple[Array, float]:
    """Joints within their limits that bring the tool nearest, and by how far it misses."""
    offset, count = arm.tool_in_link, len(arm.joints)
    link = tool if offset is None else tool.compose(offset.inverse())
    limits = [(arm.body.joints[name].lower, arm.body.joints[name].upper) for name in arm.joints]
    low, high = np.array(limits).T
    for _ in range(STEPS):
        step = solve_ik(arm.body, arm.tool_link, link, joints=count, posture=arm.home_rad)
        kept = np.clip(step, low, high)
        arm.body.reset_joints(dict(zip(arm.joints, kept.tolist(), strict=True)))
    miss = np.subtract(arm.end_effector_pose().position_m, tool.position_m)
    return kept, float(np.linalg.norm(miss))


def _window(hz: int) -> int:
    return max(5, 2 * round(WINDOW_S * hz / 2) + 1)
