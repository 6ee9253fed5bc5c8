"""How the tools of an episode's arms moved.

Legend: T rows of truth, M even samples.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.measures.derivatives import derivative


@dataclass(frozen=True, slots=True, eq=False)
class SpeedProfile:
    """The speed of a tool at even intervals.

    Args:
        speed_mps: Shape (M,) [m/s].
        rate_hz: Samples per second.
    """

    speed_mps: Array
    rate_hz: float


def tool_paths(episode: Episode) -> dict[str, Array]:
    """Positions of each arm's tool where they are known, by robot, shape (T, 3) [m]."""
    return {
        name: poses[np.isfinite(poses[:, :3]).all(axis=1), :3]
        for name, poses in episode.tools.items()
    }


def speed_profile(episode: Episode, robot: str) -> SpeedProfile | None:
    """Speed of a tool, from its positions brought to even intervals (the median one).

    Args:
        episode: The recording.
        robot: The arm.

    Returns:
        The profile; None for fewer than two known positions at different times.
    """
    poses = episode.tools[robot]
    known = np.isfinite(poses[:, :3]).all(axis=1)
    times_s, points = episode.times_s[: len(poses)][known], poses[known, :3]
    steps = np.diff(times_s)
    if not (steps > 0.0).any():
        return None
    step_s = float(np.median(steps[steps > 0.0]))
    count = round((times_s[-1] - times_s[0]) / step_s) + 1
    even_s = times_s[0] + step_s * np.arange(count)
    velocity = [derivative(np.interp(even_s, times_s, axis), 1) / step_s for axis in points.T]
    return SpeedProfile(np.linalg.norm(velocity, axis=0), 1.0 / step_s)
