"""Where the links of robots are, for `/tf`: what robot_state_publisher tells of a real robot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from physai_sim.messages import parts
from physai_sim.messages.parts import Make
from physai_sim.robots.base import Robot


def link_transforms(make: Make, robots: Mapping[str, Robot[Any]], at_ns: int) -> list[Any]:
    """geometry_msgs/TransformStamped of each link of each robot in its parent link.

    Args:
        make: Maker of messages.
        robots: By name.
        at_ns: Stamp [ns].
    """
    found = []
    for robot in robots.values():
        body = robot.body
        poses = {link: body.link_pose(link) for link in body.links}
        for link, parent in body.parents.items():
            placed = poses[parent].inverse().compose(poses[link])
            found.append(parts.transform(make, at_ns, placed, parent=parent, child=link))
    return found
