"""The ground that road users stand on, as others see it."""

from __future__ import annotations

from typing import NamedTuple

from physai_sim.simulation.world import World

ROAD_USERS = ("robot", "vehicle", "pedestrian")


class Footprint(NamedTuple):
    """A box on the ground: its middle and velocity in the world frame, its heading and size."""

    x_m: float
    y_m: float
    yaw_rad: float
    vx_mps: float
    vy_mps: float
    length_m: float
    width_m: float
    is_walking: bool


def footprints(world: World, *, but: str) -> list[Footprint]:
    """Of every road user but one, in the order of the world."""
    found = []
    for name, body in world.bodies.items():
        category = body.info.category
        if name == but or category not in ROAD_USERS:
            continue
        state = body.state()
        x_m, y_m, _ = body.middle().position_m
        yaw_rad, (vx, vy, _) = state.pose_in_world.yaw_rad, state.linear_mps
        length_m, width_m, _ = body.info.size_m
        walks = category == "pedestrian"
        found.append(Footprint(x_m, y_m, yaw_rad, vx, vy, length_m, width_m, walks))
    return found


def front_m(world: World, name: str) -> float:
    """From a body's base link to its front [m]."""
    body = world.bodies[name]
    return body.middle_m[0] + body.info.size_m[0] / 2.0
