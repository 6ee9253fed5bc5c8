"""The urban expert follows, and stops for who stands in its way."""

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.envs.player import make_policy


def test_it_stops_behind_a_car_that_stands_in_its_lane(open_session):
    blocked = "traffic={p: {model: parked_car, pose: {position_m: [10.0, -26.0, 0.0]}}}"
    session = open_session("urban_loop", blocked, cameras=False, privileged=True)
    policy, observation = make_policy("expert_urban_drive"), session.reset(0)
    policy.reset(spec=session.spec, seed=0)
    for _ in range(150):
        step = session.step(policy.infer(observation).actions[0])
        observation = step.observation
        assert step.outcome is None
    assert 1.5 < observation.privileged["ahead"][0] < 5.0
    assert abs(observation.privileged["lane_state"][2]) < 0.1


def test_it_refuses_a_car_that_takes_steering_angles(open_session):
    session = open_session("urban_loop", "robots.ego.action=steering_speed", cameras=False)
    with pytest.raises(ConfigError, match="acceleration_curvature"):
        make_policy("expert_urban_drive").reset(spec=session.spec, seed=0)
