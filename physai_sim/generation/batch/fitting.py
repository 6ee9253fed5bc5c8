"""Refuses what cannot be made before anything is made."""

from __future__ import annotations

import numpy as np

from physai_sim.core import registry
from physai_sim.core.errors import ConfigError, OutputError
from physai_sim.envs.session import Session
from physai_sim.generation.batch.batch_request import BatchRequest
from physai_sim.generation.film.choices import check_rate, checked_streams, chosen_cameras
from physai_sim.generation.film.stage import cameras_of_session
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.generation.source.read import place_of, world_behind
from physai_sim.generation.variation.appearance import changed

WRITES = "resim"


def check_batch(batch: BatchRequest) -> None:
    """Check the generator, and all rollouts of the first source; the others are checked in turn.

    Raises:
        PhysAIError: If the generator is unknown, the source cannot be read, or a rollout does not
            fit it or the others of its dataset.
    """
    registry.find("generators", batch.generator, where="--generator")
    if batch.generator != WRITES:
        what, got = "this generator makes single rollouts, no batches", batch.generator
        raise ConfigError(what, where="--generator", got=got, expected=WRITES)
    _check_apart(batch)
    first = batch.rollouts[0]
    world = world_behind(first.source, batch.settings)
    _check_changes(batch, SourceEpisode(first.source, world, 0, {}, np.zeros((1, 1))))
    session = Session(world, cameras=False)
    try:
        known, physics_hz = cameras_of_session(session), session.config.rates.physics_hz
    finally:
        session.close()
    for rollout in batch.rollouts:
        checked_streams(rollout)
        if rollout.source == first.source:
            check_rate(rollout, physics_hz)
            chosen_cameras(rollout, known)
    if batch.has_dataset:
        _check_alike(batch)


def _check_changes(batch: BatchRequest, source: SourceEpisode) -> None:
    """Changes of parameters fit the world; those of actions are known when these are."""
    rollouts = [rollout for rollout in batch.rollouts if rollout.source == source.name]
    for expansion in dict.fromkeys(rollout.expansion for rollout in rollouts):
        if expansion.kind == "physics" and expansion.actions is None:
            changed(source, expansion)


def _check_apart(batch: BatchRequest) -> None:
    """Bags and datasets are whole folders: nothing else may come to lie in one."""
    out = batch.out.resolve()
    for source in dict.fromkeys(rollout.source for rollout in batch.rollouts):
        if place_of(source).resolve() in out.parents:
            what = "the output would lie within a source"
            raise OutputError(what, where=str(batch.out), got=source, expected="another folder")


def _check_alike(batch: BatchRequest) -> None:
    """The episodes of one dataset have one rate, and cameras of one size."""
    first = batch.rollouts[0]
    for rollout in batch.rollouts:
        for key in ("fps", "cameras", "size_px"):
            got, expected = getattr(rollout, key), getattr(first, key)
            if got != expected:
                what = f"the rollouts of one dataset must be alike, and {key} differs"
                raise ConfigError(what, where=rollout.name, got=got, expected=str(expected))
