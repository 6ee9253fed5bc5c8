"""Reads an episode from a bag of ours, to be played again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from physai_sim.core.errors import BagError
from physai_sim.core.timing import stamp_of
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.generation.source.world_of import world_of


def from_bag(bag: Path, settings: Sequence[str] = ()) -> SourceEpisode:
    """The episode of a bag.

    Args:
        bag: Its folder.
        settings: See `world_of`.

    Raises:
        BagError: If it is no bag of ours, or lost some of its actions.
        ConfigError: If its world is not to be found.
    """
    episode = load_episode(bag)
    if episode.lost is not None and episode.outcome is None:  # its last actions may be gone
        what = f"the end of this recording is missing: {episode.lost}"
        expected = "a whole bag; `physai bag repair` makes one of what is left"
        raise BagError(what, where=str(bag), expected=expected)
    facts = episode.facts
    config = world_of(bag, facts.world, facts.config_hash, settings)
    wanted = [stamp_of(k, config.rates.control_hz) for k in range(len(episode.actions))]
    if not wanted or not np.array_equal(episode.action_stamps_ns, wanted):
        raise BagError("actions are missing in this bag", where=str(bag), got=len(wanted))
    success = episode.outcome is not None and episode.outcome.is_success
    return SourceEpisode(
        str(bag), config, facts.seed, facts.draw, episode.actions, success=success
    )
