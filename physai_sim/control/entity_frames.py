"""Poses as requests give them: checked, and brought into the world frame."""

from __future__ import annotations

import math

from physai_sim.control.control_error import ControlError
from physai_sim.core.geometry import Pose
from physai_sim.simulation.world import World

WORLD_FRAMES = ("", "world", "map")
FARTHEST_M, NORM_SLACK = 1e5, 1e-2


def frame_pose(world: World, frame: str, *, code: int) -> Pose:
    """Pose of a frame in the world.

    Args:
        world: Whose frames.
        frame: Empty, `world` or `map`, or the name of a body, or `body/link`.
        code: Of the error.

    Raises:
        ControlError: If there is no such frame.
    """
    if frame in WORLD_FRAMES:
        return Pose()
    name, _, link = frame.partition("/")
    body = world.bodies.get(name)
    if body is None or (link and link not in body.links):
        known = (*WORLD_FRAMES[1:], *world.bodies) if body is None else body.links
        raise ControlError(code, "unknown frame", where="frame_id", got=frame, known=known)
    return body.link_pose(link) if link else body.base_pose()


def checked_pose(pose: Pose, *, code: int) -> Pose:
    """The pose with its quaternion made a unit one.

    Raises:
        ControlError: If a number is not finite, the place is beyond all worlds, or the quaternion
            is none.
    """
    if not all(math.isfinite(number) for number in pose.numbers):
        raise ControlError(code, "a pose is not finite", got=pose.numbers)
    if max(abs(number) for number in pose.position_m) > FARTHEST_M:
        expected = f"within {FARTHEST_M:g} m"
        raise ControlError(code, "too far away", got=pose.position_m, expected=expected)
    norm = math.hypot(*pose.rotation_xyzw)
    if abs(norm - 1.0) > NORM_SLACK:
        got, expected = pose.rotation_xyzw, "a unit quaternion x, y, z, w"
        raise ControlError(code, "not a rotation", got=got, expected=expected)
    x, y, z, w = (number / norm for number in pose.rotation_xyzw)
    return Pose(pose.position_m, (x, y, z, w))
