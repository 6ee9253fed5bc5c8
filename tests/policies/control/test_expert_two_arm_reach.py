"""Each arm goes to its own target, not to the other's."""

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.envs.player import make_policy


def test_each_arm_steps_towards_its_own_target(open_session):
    session = open_session("two_arm_reach", cameras=False, privileged=True)
    policy = make_policy("expert_two_arm_reach")
    policy.reset(spec=session.spec, seed=0)
    for seed in range(5):
        observation = session.reset(seed)
        (action,) = policy.infer(observation).actions
        truth = observation.privileged
        assert action.shape == (13,)
        for name, step in (("left", action[:3]), ("right", action[7:10])):
            way = truth[f"{name}_target_position_m"] - truth[f"{name}_tool_position_m"]
            assert np.cross(step, way) == pytest.approx(np.zeros(3), abs=1e-12)
            assert step @ way > 0


def test_an_arm_that_takes_joint_steps_is_refused_by_name(open_session):
    session = open_session("two_arm_reach", "robots.right.action=joint_delta", cameras=False)
    with pytest.raises(ConfigError, match=r"robots\.right\.action"):
        make_policy("expert_two_arm_reach").reset(spec=session.spec, seed=0)
