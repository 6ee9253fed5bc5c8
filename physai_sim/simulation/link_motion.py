"""How any link of a body moves, not its base alone."""

from __future__ import annotations

import numpy as np

from physai_sim.core.geometry import Pose
from physai_sim.core.truth import BodyState
from physai_sim.simulation.body import Body
from physai_sim.simulation.engine import bullet


def link_state(body: Body, link: str) -> BodyState:
    """Pose and velocity of a link's frame, in the world frame.

    Args:
        body: The body.
        link: One of its links; the base link too.

    Raises:
        UnknownNameError: If the body has no such link.
    """
    index = body.link_index(link)
    if index == -1:
        return body.state()
    raw = bullet.getLinkState(body.id, index, computeLinkVelocity=1, physicsClientId=body.client)
    # The engine gives the velocity of the centre of mass; the frame's origin is beside it.
    lever = np.subtract(raw[4], raw[0])
    x, y, z = (float(v) for v in np.asarray(raw[6]) + np.cross(raw[7], lever))
    return BodyState(Pose(raw[4], raw[5]), (x, y, z), tuple(raw[7]))
