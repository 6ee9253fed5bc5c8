"""Short recordings that several checks look at, as a reader of their bags sees them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from physai_sim.core.config import WorldConfig, load_world
from physai_sim.core.types import EpisodeSpec
from physai_sim.datasets.bag_reader import BagMessage, open_bag
from physai_sim.datasets.episode_recorder import EpisodeRecorder
from physai_sim.envs.player import Player, make_policy
from physai_sim.envs.session import Sample, Session
from physai_sim.evaluation.fan_out import play_into
from physai_sim.messages.qos import QosProfile
from physai_sim.simulation.scratch import temporary_folder

# One that drives and one that grasps.
WORLDS = ("lane_curve", "reach")
SETTINGS = ("time_limit_s=0.5",)


@functools.cache
def short_world(world: str) -> WorldConfig:
    """A world whose episodes take half a second."""
    return load_world(world, SETTINGS)


@dataclass(frozen=True, slots=True)
class Recording:
    """An episode as it was played, and what its bag gives back.

    Args:
        spec: The episode.
        samples: Every reading as its sensor gave it.
        messages: All messages of the bag, in its order.
        topics: Topic -> type.
        qos: Topic -> how it was offered.
        lost: What the reader misses; None where the bag is whole.
    """

    spec: EpisodeSpec
    samples: tuple[Sample, ...]
    messages: tuple[BagMessage, ...]
    topics: Mapping[str, str]
    qos: Mapping[str, QosProfile]
    lost: str | None

    def on(self, topic: str) -> list[BagMessage]:
        """The messages of a topic."""
        return [message for message in self.messages if message.topic == topic]


def recordings() -> Iterator[tuple[str, Recording]]:
    """Each world with its recording; they are made once in a process."""
    for world in WORLDS:
        yield world, recorded(world)


@functools.cache
def recorded(world: str) -> Recording:
    """Let the expert of a world play for half a second, and read its bag back.

    Raises:
        PhysAIError: If the world cannot be built or the bag cannot be written or read.
    """
    config = short_world(world)
    policy = make_policy(config.expert)
    session = Session(config, privileged=policy.needs_privileged, record_contacts=True)
    try:
        with temporary_folder() as folder:
            return _played(session, Player(policy, session.spec), Path(folder) / "bag")
    finally:
        session.close()


def _played(session: Session, player: Player, folder: Path) -> Recording:
    samples: list[Sample] = []
    first = session.reset(0)
    player.reset(0)
    with EpisodeRecorder(folder, session.spec) as recorder:
        play_into(
            [recorder],
            session,
            player,
            first,
            on_step=lambda *_: None,
            watch=lambda _: samples.extend(session.samples),
        )
    with open_bag(folder) as bag:
        messages = tuple(bag.messages())
        return Recording(
            session.spec, tuple(samples), messages, dict(bag.topics), dict(bag.qos), bag.lost
        )
