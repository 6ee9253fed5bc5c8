"""Experts do their own world, and refuse robots they cannot command."""

import numpy as np
import pytest

from physai_sim.core import registry
from physai_sim.core.errors import ConfigError
from physai_sim.core.types import Observation
from physai_sim.envs.player import Player


@pytest.mark.parametrize(
    ("world", "setting", "expert"),
    [
        ("reach", "robots.arm.action=joint_delta", "expert_reach"),
        ("lane_curve", "robots.ego.action=steering_speed", "expert_lane_follow"),
    ],
)
def test_a_robot_with_other_actions_is_refused(world, setting, expert, open_session):
    spec = open_session(world, setting, cameras=False).spec
    with pytest.raises(ConfigError, match=r"robots\.\w+\.action"):
        registry.find("policies", expert)().reset(spec=spec, seed=0)


def test_the_reach_expert_goes_straight_and_within_its_limits(open_session):
    session = open_session("reach", cameras=False, privileged=True)
    policy = registry.find("policies", "expert_reach")()
    policy.reset(spec=session.spec, seed=0)
    high = session.spec.action_high[:3]
    for tool, target in (((0, 0, 0), (1.0, 0.5, -0.25)), ((0.1, 0.1, 0.1), (0.11, 0.1, 0.1))):
        truth = {"target_position_m": np.array(target), "tool_position_m": np.array(tool)}
        (action,) = policy.infer(Observation(0, {}, "", truth)).actions
        way = np.subtract(target, tool)
        assert (np.abs(action[:3]) <= high + 1e-12).all()
        assert np.cross(action[:3], way) == pytest.approx(np.zeros(3), abs=1e-12)
        assert action[:3] @ way > 0


@pytest.mark.parametrize(("offset", "sign"), [(0.5, -1), (-0.5, 1)])
def test_the_lane_expert_steers_back_to_the_line(offset, sign, open_session):
    session = open_session("lane_curve", cameras=False)
    policy = registry.find("policies", "expert_lane_follow")()
    policy.reset(spec=session.spec, seed=0)
    truth = {
        "lane_state": np.array([offset, 0.0, 5.0, 8.0, 100.0]),
        "lane_curvature": np.zeros(5),
    }
    ((acceleration, curvature),) = policy.infer(Observation(0, {}, "", truth)).actions
    assert np.sign(curvature) == sign
    assert acceleration > 0


def test_the_lane_expert_stays_near_the_line_and_below_the_limit(open_session):
    session = open_session("lane_curve", cameras=False, privileged=True)
    player = Player(registry.find("policies", "expert_lane_follow")(), session.spec)
    player.reset(1)
    observation, outcome = session.reset(1), None
    while outcome is None:
        step = session.step(player.act(observation))
        observation, outcome = step.observation, step.outcome
        offset, _, speed, *_ = observation.privileged["lane_state"]
        assert abs(offset) < 0.6
        assert speed < 8.5
    assert outcome.is_success


@pytest.mark.parametrize(
    ("state", "brakes"),
    [
        ([20.0, 1, 0, 0], True),
        ([20.0, 0, 1, 0], True),
        ([6.0, 0, 1, 0], False),
        ([20.0, 0, 0, 1], False),
        ([50.0, 0, 0, 0], False),
    ],
)
def test_the_lane_expert_brakes_for_red_and_for_yellow_while_it_can(state, brakes, open_session):
    session = open_session("signal_crossing", cameras=False, privileged=True)
    policy = registry.find("policies", "expert_lane_follow")()
    policy.reset(spec=session.spec, seed=0)
    truth = {
        "lane_state": np.array([0.0, 0.0, 8.0, 8.0, 60.0]),
        "lane_curvature": np.zeros(5),
        "light_state": np.array(state),
    }
    ((acceleration, _),) = policy.infer(Observation(0, {}, "", truth)).actions
    assert (acceleration < -0.5) == brakes


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_the_lane_expert_waits_at_red_from_any_start(seed, open_session):
    session = open_session("signal_crossing", cameras=False, privileged=True)
    policy = registry.find("policies", "expert_lane_follow")()
    observation = session.reset(seed)
    player = Player(policy, session.spec)
    player.reset(seed)
    outcome = None
    while outcome is None:
        step = session.step(player.act(observation))
        observation, outcome = step.observation, step.outcome
    assert outcome.reason == "success"
