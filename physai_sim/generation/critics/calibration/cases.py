"""Films to try a critic on: each has one known fault, or is true and merely looks otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from physai_sim.core import registry
from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.core.rollouts import Expansion
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth, View, true_film
from physai_sim.generation.source.from_world import from_world
from physai_sim.generation.variation.appearance import appearance, changed, presets

HZ, SIZE_PX = 24, (128, 128)
LOOKS = 3  # true films that look otherwise, beside the one that does not, per episode
UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A film and what is known of it.

    Args:
        name: Of its fault, or of its look.
        world: In which it was played.
        seed: Of the episode.
        is_fault: Whether there is anything wrong in it.
        clip: What the critic sees.
        truth: What the engine knows of the episode.
    """

    name: str
    world: str
    seed: int
    is_fault: bool
    clip: Clip
    truth: Truth


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A fault that does not show in an episode, and why."""

    name: str
    world: str
    seed: int
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Which films there are.

    Args:
        faults: Names in the family of faults.
        seeds: Of the episodes.
        looks: True films that look otherwise, per episode.
        size_px: Columns and rows.
        frames: How many at most; None: to the end of each episode.
    """

    faults: tuple[str, ...]
    seeds: tuple[int, ...]
    looks: int = LOOKS
    size_px: tuple[int, int] = SIZE_PX
    frames: int | None = None


def cases(plan: Plan) -> Iterator[Case | LeftOut]:
    """The films, episode by episode, so that one truth is in memory at a time.

    Raises:
        UnknownNameError: If there is no such fault.
    """
    kinds: list[type[Fault]] = [
        registry.find("faults", name, where="--faults") for name in plan.faults
    ]
    places = dict.fromkeys((kind.world, kind.camera) for kind in kinds)
    for world, camera in places:
        here = [kind() for kind in kinds if (kind.world, kind.camera) == (world, camera)]
        for seed in plan.seeds:
            source = from_world(load_world(world), seed)
            truth = true_film(source, View(camera, HZ, plan.size_px, plan.frames))
            yield from _clean(truth, seed, plan.looks)
            yield from _faulty(truth, seed, here)


def _clean(truth: Truth, seed: int, looks: int) -> Iterator[Case]:
    world = truth.source.config.name
    same = Clip(f"{truth.source.name}, {UNCHANGED}", truth.hz, truth.rgb, expansion=Expansion())
    yield Case(UNCHANGED, world, seed, is_fault=False, clip=same, truth=truth)
    names = presets()
    chosen = np.random.default_rng(seed).choice(len(names), size=looks, replace=False)
    for index in chosen:
        clip = relit(truth, appearance(names[index]))
        yield Case(names[index], world, seed, is_fault=False, clip=clip, truth=truth)


def relit(truth: Truth, look: Expansion) -> Clip:
    """The same episode in another look: every state is as it was."""
    source = changed(truth.source, look)
    film = true_film(source, replace(truth.view, frames=len(truth.stamps_ns)))
    return Clip(f"{truth.source.name}, {look.name}", truth.hz, film.rgb, expansion=look)


def _faulty(truth: Truth, seed: int, faults: Sequence[Fault]) -> Iterator[Case | LeftOut]:
    world = truth.source.config.name
    for fault in faults:
        try:
            clip = fault.plant(truth, seed)
        except ConfigError as error:
            yield LeftOut(fault.name, world, seed, str(error))
            continue
        yield Case(fault.name, world, seed, is_fault=True, clip=clip, truth=truth)
