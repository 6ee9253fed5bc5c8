"""What a network of torch sees of a goal is what NumPy says it sees."""

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.features import FeatureMap
from physai_sim.training.goal_env import GoalEnv

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("world", "actions"), [("reach", 7), ("lane_curve", 2)])
def test_both_see_the_same(learning, world, actions):
    import torch

    env = GoalEnv(load_world(world))
    sight = learning.goal_sight.GoalSight(env.observation_space)
    env.reset(seed=2)
    seen, *_ = env.step(np.full(actions, 0.5, np.float32))
    session = env.inner.session
    entries = {**session._readings, **session.task.privileged(session.stage)}
    batch = {name: torch.from_numpy(part)[None] for name, part in seen.items()}
    (found,) = sight(batch).numpy()
    np.testing.assert_allclose(found, FeatureMap(env.features)(entries), atol=1e-5)
    assert len(found) == sight.features_dim
    env.close()
