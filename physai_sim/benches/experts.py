"""How often each world's expert succeeds."""

from __future__ import annotations

from physai_sim.benches.base import Row
from physai_sim.core import paths
from physai_sim.core.config import load_world
from physai_sim.envs.player import Player, make_policy, succeeds
from physai_sim.envs.session import Session
from physai_sim.evaluation.measures.statistics import wilson

BAR = 0.95
SEEDS = 50
QUICK_SEEDS = 3


class Experts:
    """Share of seeds on which the expert of each world succeeds."""

    def run(self, *, quick: bool) -> list[Row]:
        """See `Bench`."""
        seeds = QUICK_SEEDS if quick else SEEDS
        return [_row(world, seeds) for world in paths.available("worlds")]


def _row(world: str, seeds: int) -> Row:
    config = load_world(world)
    policy = make_policy(config.expert)
    session = Session(config, cameras=False, privileged=policy.needs_privileged)
    player = Player(policy, session.spec)
    try:
        done = sum(succeeds(session, player, seed) for seed in range(seeds))
    finally:
        session.close()
    share = wilson(done, seeds)
    note = f"{done} of {seeds} seeds, 95 %: {share.low:.3f} to {share.high:.3f}"
    return Row(f"expert_success_{world}", share.value, "share", BAR, ">=", note)
