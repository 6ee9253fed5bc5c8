"""Links move as their poses say."""

import numpy as np
import pytest

from physai_sim.core.errors import UnknownNameError
from physai_sim.simulation.link_motion import link_state


@pytest.mark.parametrize("link", ["panda_link4", "panda_hand", "panda_leftfinger"])
def test_velocity_is_the_rate_of_the_links_pose(link, open_session, drive_randomly):
    session = open_session("reach", cameras=False)
    session.reset(0)
    drive_randomly(session, physics_steps=100)
    body, hz = session.world.bodies["arm"], session.world.physics_hz
    before = np.array(body.link_pose(link).position_m)
    session.world.step()
    state = link_state(body, link)
    assert state.pose_in_world == body.link_pose(link)
    session.world.step()
    rate = (np.array(body.link_pose(link).position_m) - before) * hz / 2
    assert np.linalg.norm(rate) > 0.02
    assert state.linear_mps == pytest.approx(rate, abs=0.1 * np.linalg.norm(rate))


def test_the_base_is_a_link_and_a_wrong_name_is_refused(open_session):
    session = open_session("reach", cameras=False)
    session.reset(0)
    body = session.world.bodies["arm"]
    assert link_state(body, body.base_link) == body.state()
    with pytest.raises(UnknownNameError, match="no such link"):
        link_state(body, "panda_tail")
