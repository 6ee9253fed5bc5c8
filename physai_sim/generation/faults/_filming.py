"""How faults come about: another episode is filmed, or this one with a body drawn otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Pose
from physai_sim.core.scene_config import BodyConfig
from physai_sim.envs.session import Session
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.resimulation import open_session, play_again
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.rendering import choice
from physai_sim.simulation import scene
from physai_sim.simulation.world import World

Frames = NDArray[np.uint8]
# Least share of pixels, and least difference of colour in 0..255, by which a fault shows.
SHOWN_SHARE, SHOWN_LEVEL = 0.0005, 12
# Under the ground, which is a slab of one metre.
BELOW_M = -10.0


@dataclass(frozen=True, slots=True)
class Retouch:
    """What is drawn otherwise in one frame, while physics goes on as it was.

    Args:
        pose: Puts bodies where they are to be seen; the world is brought back afterwards.
        extra: Bodies that are only seen, and only in this frame, by name.
    """

    pose: Callable[[World], None]
    extra: Mapping[str, BodyConfig] = field(default_factory=dict)


def hidden(body: str) -> Callable[[World], None]:
    """Puts a body below everything, where neither it nor its shadow is seen."""

    def pose(world: World) -> None:
        here = world.bodies[body].base_pose()
        x, y, _ = here.position_m
        world.bodies[body].reset_base(Pose((x, y, BELOW_M), here.rotation_xyzw))

    return pose


def filmed(truth: Truth, source: SourceEpisode) -> Frames:
    """Another episode as the truth's camera sees it, with as many frames."""
    frames: list[Frames] = []

    def take(session: Session, index: int) -> None:
        del index
        frames.append(choice.render(session.world, truth.camera).rgb)

    session = open_session(source)
    try:
        play_again(session, source, hz=truth.hz, frames=len(truth.stamps_ns), on_frame=take)
    finally:
        session.close()
    return np.array(frames)


def retouched(truth: Truth, retouches: Mapping[int, Retouch]) -> Frames:
    """The true film with some frames drawn otherwise, by their numbers."""
    frames: Frames = truth.rgb.copy()

    def take(session: Session, index: int) -> None:
        if index in retouches:
            frames[index] = _drawn(session.world, truth, retouches[index])

    session = open_session(truth.source)
    try:
        count = max(retouches) + 1
        play_again(session, truth.source, hz=truth.hz, frames=count, on_frame=take)
    finally:
        session.close()
    return frames


def _drawn(world: World, truth: Truth, retouch: Retouch) -> Frames:
    for name, body in retouch.extra.items():
        scene.add_body(world, body, name=name)
    try:
        with world.what_if():
            retouch.pose(world)
            frame: Frames = np.asarray(choice.render(world, truth.camera).rgb)
            return frame
    finally:
        for name in retouch.extra:
            world.remove(name)


def clip_of(fault: str, truth: Truth, frames: Frames) -> Clip:
    """A film with a fault in it.

    Raises:
        ConfigError: If it shows nothing of the fault.
    """
    gap = np.abs(frames.astype(np.int16) - truth.rgb).max(axis=3)
    if float((gap > SHOWN_LEVEL).mean(axis=(1, 2)).max()) < SHOWN_SHARE:
        raise ConfigError(
            f"the fault {fault} shows nothing in this film",
            where=truth.source.name,
            got=f"{truth.view.camera}, {len(frames)} frames",
            expected="an episode in which what it changes can be seen",
        )
    return Clip(f"{truth.source.name} with {fault}", truth.hz, frames)
