"""What tests of learning need; they are skipped where the extra `rl` is not installed."""

from types import SimpleNamespace

import pytest

from physai_sim.core.config import load_world


@pytest.fixture
def learning():
    """The modules that need torch."""
    pytest.importorskip("stable_baselines3")
    from physai_sim.training import checkpoint, export, goal_sight, learners, loop

    return SimpleNamespace(
        checkpoint=checkpoint, export=export, goal_sight=goal_sight, learners=learners, loop=loop
    )


@pytest.fixture
def learner_of(learning, monkeypatch):
    """`learner_of("ppo", seed=1)`: a learner of short episodes that updates after few steps."""
    monkeypatch.setattr(learning.learners, "PPO_ROLLOUT", 64)
    made = []

    def make(kind, world="reach", *, seed=0, processes=1):
        config = load_world(world, ["time_limit_s=0.6"])
        if kind == "ppo":
            made.append(learning.learners.ppo(config, seed=seed, processes=processes))
        else:
            made.append(learning.learners.sac_her(config, seed=seed))
            made[-1].learning_starts = 20
        return made[-1]

    yield make
    for learner in made:
        learning.learners.close(learner)
