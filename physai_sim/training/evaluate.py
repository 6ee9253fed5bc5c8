"""How often a policy succeeds, on seeds that no training has seen."""

from __future__ import annotations

from physai_sim.core.config import WorldConfig
from physai_sim.envs.player import Player, make_policy, succeeds
from physai_sim.envs.session import Session
from physai_sim.evaluation.measures.statistics import Share, wilson

# Training draws its seeds below 2**31.
FIRST_FRESH_SEED = 2**31


def success_share(config: WorldConfig, policy: str, *, episodes: int) -> Share:
    """Play fresh episodes to their end, as `physai run` would.

    Args:
        config: The world.
        policy: As `--policy` names it.
        episodes: How many.

    Returns:
        Share that the task itself calls a success, with its interval.

    Raises:
        PhysAIError: If the policy or the world is wrong.
    """
    who = make_policy(policy)
    session = Session(config, cameras=False, privileged=who.needs_privileged)
    try:
        player = Player(who, session.spec)
        seeds = range(FIRST_FRESH_SEED, FIRST_FRESH_SEED + episodes)
        return wilson(sum(succeeds(session, player, seed) for seed in seeds), episodes)
    finally:
        session.close()
