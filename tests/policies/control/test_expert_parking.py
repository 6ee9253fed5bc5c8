"""The parking expert parks, on either side, and refuses a car that it cannot command."""

import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.envs.player import Player, make_policy, succeeds


@pytest.mark.parametrize(
    "settings",
    [
        (),
        # From the other end of the lot the bay lies on the left.
        ("task.start={x_m: 11.0, y_m: 4.6, yaw_rad: 3.1415927}",),
    ],
)
def test_it_parks_on_either_side(settings, open_session):
    session = open_session("parking", *settings, cameras=False, privileged=True)
    assert succeeds(session, Player(make_policy("expert_parking"), session.spec), 3)


def test_it_refuses_a_car_that_takes_acceleration(open_session):
    session = open_session("parking", "robots.ego.action=acceleration_curvature", cameras=False)
    policy = make_policy("expert_parking")
    with pytest.raises(ConfigError, match="steering_speed"):
        policy.reset(spec=session.spec, seed=0)
    assert load_world("parking").expert == "expert_parking"
