"""Poses of a world that have a name: homes of robots, goals of the task, ends of the route."""

from __future__ import annotations

from dataclasses import dataclass

from physai_sim.control.control_error import ControlError, ResultCode
from physai_sim.control.entities import body_bounds
from physai_sim.control.entity_types import Bounds, TagsFilter
from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.envs.session import Session

_UNBOUNDED = Bounds()


@dataclass(frozen=True, slots=True)
class NamedPose:
    """One entry of GetNamedPoses.

    Args:
        name: Unique in the world.
        description: For people.
        tags: To filter by.
        pose: In the world.
        bounds: In the frame of the pose; empty for a point.
    """

    name: str
    description: str
    tags: tuple[str, ...]
    pose: Pose
    bounds: Bounds = _UNBOUNDED


def named_poses(session: Session, tags: TagsFilter | None = None) -> list[NamedPose]:
    """Those of the present episode that pass.

    Args:
        session: Whose; it must have been reset.
        tags: Which; all by default.
    """
    facts = session.task.facts(session.stage)
    found = [
        NamedPose(
            f"{name}_home",
            f"where {name} starts",
            ("home", "spawn", robot.spec().model),
            robot.config.pose.pose(),
            body_bounds(robot.body),
        )
        for name, robot in session.stage.robots.items()
    ]
    for name, point in facts.goal.items():
        found.append(NamedPose(f"{name}_goal", f"{name} of the task", ("goal",), Pose(point)))
    if facts.route:
        for end, (x, y, yaw) in (("start", facts.route[0]), ("end", facts.route[-1])):
            pose = Pose((x, y, 0.0), from_rpy(0.0, 0.0, yaw))
            tag = "spawn" if end == "start" else "navigation_goal"
            found.append(NamedPose(f"route_{end}", f"{end} of the route", ("route", tag), pose))
    return [pose for pose in found if tags is None or tags.matches(pose.tags)]


def named_pose_bounds(session: Session, name: str) -> Bounds:
    """Bounds of a named pose.

    Raises:
        ControlError: If there is none of this name.
    """
    poses = {pose.name: pose for pose in named_poses(session)}
    if name not in poses:
        raise ControlError(ResultCode.NOT_FOUND, "no such named pose", got=name, known=poses)
    return poses[name].bounds
