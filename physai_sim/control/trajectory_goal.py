"""What is asked of a trajectory follower, and what it answers.

Legend: J joints.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from physai_sim.control.tolerances import JointTolerance
from physai_sim.control.trajectory import ErrorCode, JointMotion, TrajectoryPoint
from physai_sim.core.geometry import Array

Status = Literal["succeeded", "aborted", "canceled"]


@dataclass(frozen=True, slots=True)
class TrajectoryGoal:
    """What is asked: the fields of FollowJointTrajectory's goal, or of a JointTrajectory alone.

    Args:
        names: Joints in the order of the numbers in each point.
        points: Times count from `start_ns`.
        start_ns: Stamp of the header; 0 is now [ns].
        path_tolerance: By joint.
        goal_tolerance: By joint.
        goal_time_ns: How long after its end it may settle; 0 is the default, < 0 no limit [ns].
        key: Whatever the caller knows the goal by; it comes back in the result.
    """

    names: Sequence[str]
    points: Sequence[TrajectoryPoint]
    start_ns: int = 0
    path_tolerance: Mapping[str, JointTolerance] = field(default_factory=dict)
    goal_tolerance: Mapping[str, JointTolerance] = field(default_factory=dict)
    goal_time_ns: int = 0
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class GoalResult:
    """How a goal ended.

    Args:
        key: Of the goal.
        status: As an action server reports it.
        code: As FollowJointTrajectory counts it.
        message: Its `error_string`; empty for success.
    """

    key: Hashable
    status: Status
    code: ErrorCode
    message: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """Desired, actual and the difference at a stamp; the actual acceleration is not measured."""

    desired: JointMotion
    actual: JointMotion
    error: JointMotion


@dataclass(frozen=True, slots=True)
class Update:
    """What one control step brought.

    Args:
        command: Where the joints are to be at the next control stamp, shape (J,) [rad]; None
            while nothing is asked of them.
        feedback: None while nothing is asked.
        result: Of the goal, if it ended at this stamp.
    """

    command: Array | None
    feedback: Feedback | None
    result: GoalResult | None
