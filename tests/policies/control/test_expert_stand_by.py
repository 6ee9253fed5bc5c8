"""The tool stays where it is."""

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.envs.player import Player, make_policy

OPEN_M = 0.08


def test_the_tool_stays_where_it_is(open_session):
    setting = "scene.bodies.ball.velocity_mps=[9.0, -9.0, 0.0]"  # it does not come to rest soon
    session = open_session("falling_ball", "randomize={}", setting, cameras=False, privileged=True)
    player = Player(make_policy("expert_stand_by"), session.spec)
    observation = session.reset(0)
    player.reset(0)
    for _ in range(45):
        step = session.step(player.act(observation))
        observation = step.observation
        assert np.linalg.norm(observation.privileged["tool_moved_m"]) < 1e-5
        assert step.action.values[-1] == OPEN_M


def test_other_actions_are_refused(open_session):
    spec = open_session("falling_ball", "robots.arm.action=joint_delta", cameras=False).spec
    with pytest.raises(ConfigError, match=r"robots\.arm\.action"):
        make_policy("expert_stand_by").reset(spec=spec, seed=0)
