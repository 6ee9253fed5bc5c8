"""Films to learn inverse dynamics from: the expert with noise, on seeds of their own.

Legend: T frames, N actions, A action size.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.config import WorldConfig
from physai_sim.core.geometry import Array
from physai_sim.core.seeding import stream
from physai_sim.core.types import CameraSpec
from physai_sim.envs.player import Player, open_policy
from physai_sim.envs.session import Session
from physai_sim.generation.physics.idm.flow_features import features, size_of
from physai_sim.generation.physics.truth import Truth, View
from physai_sim.generation.resimulation import cameras_in, sized
from physai_sim.rendering import choice

FIRST_SEED = 70_000  # far from those that people count from
TOTAL_S = 80.0
SHORTEST_S, LONGEST_S = 3, 10
FEWEST, MOST = 8, 18
# Noise on each number of the action, as a share of its spread in an episode without noise, and
# how much of it stays from one action to the next.
NOISE, STAYS = 0.4, 0.9


@dataclass(frozen=True, slots=True)
class Plan:
    """Which films are made.

    Args:
        config: Their world.
        view: Their camera, rate and size; `frames` is how many each has.
        count: How many films.
        avoid: Seed of the episode that is to be judged; it is not among theirs.
    """

    config: WorldConfig
    view: View
    count: int
    avoid: int

    @property
    def seeds(self) -> list[int]:
        """Of the films."""
        many = range(FIRST_SEED, FIRST_SEED + self.count + 1)
        return [seed for seed in many if seed != self.avoid][: self.count]


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """One film.

    Args:
        motion: See `features`, shape (T - 1, F).
        actions: What was commanded, shape (N, A).
    """

    motion: Array
    actions: Array


def plan_for(truth: Truth) -> Plan:
    """Films like the true one: of its world, camera and rate, and of its length to the second."""
    seconds = int(np.clip(round(len(truth.stamps_ns) / truth.hz), SHORTEST_S, LONGEST_S))
    count = int(np.clip(round(TOTAL_S / seconds), FEWEST, MOST))
    size = size_of(truth.camera.height_px, truth.camera.width_px)
    view = replace(truth.view, size_px=size, frames=seconds * truth.hz)
    return Plan(truth.source.config, view, count, truth.source.seed)


def lessons(plan: Plan) -> list[Lesson]:
    """Make the films; the first is the expert's own, and tells how much noise the others get.

    Raises:
        PhysAIError: If the expert cannot play.
    """
    config, made = plan.config, list[Lesson]()
    with open_policy(config.expert, where="expert") as expert:
        session = Session(config, cameras=False, privileged=True, goes_on=True)
        try:
            player = Player(expert, session.spec)
            for seed in plan.seeds:
                spread = made[0].actions.std(axis=0) * NOISE if made else None
                made.append(_lesson(session, player, seed, plan=plan, spread=spread))
        finally:
            session.close()
    return made


def _lesson(
    session: Session, player: Player, seed: int, *, plan: Plan, spread: Array | None
) -> Lesson:
    eye = _Eye(session, plan.view)
    session.watch(plan.view.hz, eye.look)
    observation = session.reset(seed)
    player.reset(seed, spec=session.spec)
    random, actions = stream(seed, "idm/noise"), list[Array]()
    noise = np.zeros(len(session.spec.action_low))
    while len(eye.frames) < (plan.view.frames or 0):
        if spread is not None:
            fresh = np.sqrt(1.0 - STAYS**2) * random.normal(size=len(noise))
            noise = STAYS * noise + fresh * spread
        step = session.step(player.act(observation) + noise)
        observation = step.observation
        actions.append(step.action.values)
        if step.outcome is not None:
            break
    motion = features(np.array(eye.frames), plan.view.hz, stands=eye.stands)
    return Lesson(motion, np.array(actions))


class _Eye:
    """Collects the frames of an episode; where its camera is, is known once the episode stands."""

    def __init__(self, session: Session, view: View) -> None:
        self.frames: list[NDArray[np.uint8]] = []
        self._session, self._view = session, view

    @cached_property
    def _camera(self) -> CameraSpec:
        _, camera = cameras_in(self._session)[self._view.camera]
        return sized(camera, self._view.size_px)

    @property
    def stands(self) -> bool:
        """Whether nothing carries the camera."""
        return self._camera.parent == "world"

    def look(self) -> None:
        """Take a frame."""
        self.frames.append(choice.render(self._session.world, self._camera, ("rgb",)).rgb)
