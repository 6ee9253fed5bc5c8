"""What a policy has to know of a recorded episode before it can play in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from physai_sim.core.errors import BagError
from physai_sim.core.sensor_types import SensorSpec
from physai_sim.core.types import EpisodeSpec
from physai_sim.datasets.bag_reader import BagReader
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.ingest.own import space_of
from physai_sim.messages import topics
from physai_sim.messages.episode import spec_from


@dataclass(frozen=True, slots=True)
class DescribedEpisode:
    """A recorded episode that a policy can play in.

    Args:
        episode: What was recorded.
        spec: What a policy is told of it.
        seed: Of what a policy draws.
        topics: Topic to sensor, for the sensors that the bag holds.
        space: Namespace of the simulation that was recorded.
        unusable: Topics of sensors that no policy can be shown.
    """

    episode: Episode
    spec: EpisodeSpec
    seed: int
    topics: Mapping[str, SensorSpec]
    space: str = ""
    unusable: tuple[str, ...] = ()


def describe(reader: BagReader, episodes: Sequence[Episode]) -> tuple[DescribedEpisode, ...]:
    """Find the description of each episode of a bag of ours.

    Raises:
        BagError: If an episode is not described, or by an earlier version.
    """
    found, space = [], space_of(reader.topics) or ""
    told = reader.messages([f"{space}{topics.EPISODE.name}"])
    for episode in episodes:
        # A simulation may be reset before a step is taken: what it said then is of no episode.
        for item in told:
            spec = spec_from(item.message)
            seed = json.loads(item.message.data).get("seed")
            if (seed, spec.config_hash) == (
                episode.facts.seed,
                episode.facts.config_hash,
            ):
                by_topic = sensor_topics(spec, reader.topics, space=space)
                found.append(DescribedEpisode(episode, spec, seed, by_topic, space))
                break
        else:
            where = f"episode with seed {episode.facts.seed}"
            raise BagError("the bag does not describe an episode", where=where)
    return tuple(found)


def sensor_topics(
    spec: EpisodeSpec, known: Mapping[str, str], *, space: str = ""
) -> dict[str, SensorSpec]:
    """Topic to sensor, for those that a bag holds; raw images before JPEG, for they are exact."""
    found = {}
    for sensor in spec.sensors.values():
        names = [topics.sensor_topic(sensor, spec, raw_images=raw).name for raw in (True, False)]
        for name in names:
            if f"{space}{name}" in known:
                found[f"{space}{name}"] = sensor
                break
    return found
