"""Whether reinforcement learning learns: PPO on `reach`, in minutes on a laptop."""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path

from physai_sim.benches.base import Row
from physai_sim.core.config import load_world
from physai_sim.evaluation.measures.statistics import Share
from physai_sim.training.evaluate import success_share
from physai_sim.training.history import History

WORLD, SEED, PROCESSES = "reach", 0, 2
BAR = 0.9
MINUTES, STEPS, EPISODES = 10.0, 30_000, 100
QUICK_MINUTES, QUICK_EPISODES = 0.75, 20


class Ppo:
    """Share of fresh seeds on which a policy succeeds that PPO trained for at most 10 minutes."""

    def run(self, *, quick: bool) -> list[Row]:
        """See `Bench`."""
        value, note = None, "not run: stable-baselines3 is not installed (make setup-rl)"
        if find_spec("stable_baselines3") is not None:
            minutes, episodes = (QUICK_MINUTES, QUICK_EPISODES) if quick else (MINUTES, EPISODES)
            history, share = _trained(minutes, episodes)
            value, note = share.value, _note(history, share, quick=quick)
        return [Row("ppo_reach_success", value, "share", BAR, ">=", note)]


def _trained(minutes: float, episodes: int) -> tuple[History, Share]:
    from physai_sim.training import learners
    from physai_sim.training.export import network_of
    from physai_sim.training.loop import Budget, Checkpoints, learn

    config = load_world(WORLD)
    with tempfile.TemporaryDirectory(prefix="physai_bench_") as folder:
        learner = learners.ppo(config, seed=SEED, processes=PROCESSES)
        checkpoints = Checkpoints(Path(folder) / "checkpoint.npz")
        history = learn(learner, Budget(minutes=minutes, steps=STEPS), checkpoints)
        policy = Path(folder) / "policy.npz"
        network_of(learner, made_by=f"PPO on {WORLD}, seed {SEED}").save(policy)
        learners.close(learner)
        return history, success_share(config, f"trained:{policy}", episodes=episodes)


def _note(history: History, share: Share, *, quick: bool) -> str:
    short = f"quick, at most {QUICK_MINUTES:g} min of training: " if quick else ""
    return (
        f"{short}{history.steps} control steps in {history.seconds / 60:.1f} min of training with "
        f"{PROCESSES} processes; {share.n} fresh seeds, 95 %: {share.low:.3f} to {share.high:.3f}"
    )
