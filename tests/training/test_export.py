"""An exported network, played by NumPy, answers as the learner that it was taken from."""

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.features import action_of

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("world", ["reach", "lane_curve"])
@pytest.mark.parametrize(("kind", "steps"), [("ppo", 64), ("sac_her", 40)])
def test_the_network_answers_as_the_learner_does(learning, learner_of, kind, steps, world):
    learner = learner_of(kind, world).learn(steps)
    network = learning.export.network_of(learner, made_by="test")
    (env,) = learner.get_env().envs
    session = env.inner.session
    rng = np.random.default_rng(0)
    seen, _ = env.reset(seed=11)
    for _ in range(5):
        entries = {**session._readings, **session.task.privileged(session.stage)}
        expected, _ = learner.predict(seen, deterministic=True)
        np.testing.assert_allclose(network(entries), expected, atol=2e-5)
        seen, *_ = env.step(rng.uniform(-1, 1, len(expected)).astype(np.float32))
    assert (network.size, network.config.made_by) == (len(expected), "test")
    low, high = env.inner.action_space.low, env.inner.action_space.high
    assert (action_of(network(entries), low, high) <= high).all()


def test_layers_of_another_kind_are_refused(learning, learner_of):
    from torch import nn

    learner = learner_of("ppo")
    learner.policy.mlp_extractor.policy_net[1] = nn.GELU()
    with pytest.raises(ConfigError, match=r"cannot be exported, got \['GELU', 'tanh'\]"):
        learning.export.network_of(learner, made_by="test")
