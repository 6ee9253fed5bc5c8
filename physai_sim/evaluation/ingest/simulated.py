"""Reads an episode of ours back from the bag that `physai run` wrote."""

from __future__ import annotations

from pathlib import Path

from physai_sim.core.errors import BagError
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.ingest.own import space_of
from physai_sim.evaluation.ingest.recording import read_recording
from physai_sim.messages import topics


def load_episode(bag: Path) -> Episode:
    """Read the episode of a bag that `physai run` wrote.

    A damaged bag is read as far as it goes; `lost` says what is missing.

    Raises:
        BagError: If it is no bag, holds no ground truth of ours, or not one episode.
    """
    recording = read_recording(bag)
    if space_of(recording.topics) is None:
        raise BagError("no ground truth in this bag", where=str(bag), expected=topics.EPISODE.name)
    if len(recording.episodes) != 1:
        count = len(recording.episodes)
        raise BagError("not a bag of one episode", where=str(bag), got=count)
    return recording.episodes[0]
