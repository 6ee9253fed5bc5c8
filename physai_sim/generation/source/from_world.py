"""Plays an episode in a world, to be expanded: who has no recording yet has a source too."""

from __future__ import annotations

import numpy as np

from physai_sim.core import randomize
from physai_sim.core.config import WorldConfig
from physai_sim.envs.player import Player, open_policy
from physai_sim.envs.session import Session
from physai_sim.generation.source.episode import SourceEpisode


def from_world(config: WorldConfig, seed: int, policy: str | None = None) -> SourceEpisode:
    """An episode that a policy plays.

    Args:
        config: The world.
        seed: Of the episode.
        policy: Name; None: the world's expert.

    Raises:
        PhysAIError: If the policy cannot be made or fails.
    """
    name = policy or config.expert
    with open_policy(name, where="--policy") as played:
        session = Session(
            config, cameras=not played.needs_privileged, privileged=played.needs_privileged
        )
        try:
            player = Player(played, session.spec)
            observation = session.reset(seed)
            player.reset(seed, spec=session.spec)
            actions, outcome = [], None
            while outcome is None:
                step = session.step(player.act(observation))
                observation, outcome = step.observation, step.outcome
                actions.append(step.action.values)
        finally:
            session.close()
    draw = randomize.draw(config, seed)
    told = f"{config.name}:{seed} ({name})"
    return SourceEpisode(told, config, seed, draw, np.array(actions), success=outcome.is_success)
