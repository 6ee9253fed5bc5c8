"""An episode in which one thing of physics is other than it was, and all else follows from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from physai_sim.core.errors import ConfigError
from physai_sim.core.rollouts import Expansion
from physai_sim.generation.resimulation import concrete
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.generation.variation.action_changes import FILE, changed_actions, parsed
from physai_sim.generation.variation.paths import check_physics
from physai_sim.generation.variation.world_settings import with_settings

UNKNOWN_SUCCESS = "whether the task is done is not known before it is played"


def physics(setting: str) -> Expansion:
    """One parameter or one start changed, as `KEY=VALUE` of the world file."""
    return Expansion("physics", setting.removeprefix("scene."), (setting,))


def with_actions(change: str) -> Expansion:
    """Other actions in the same world; see `changed_actions`.

    Raises:
        PhysAIError: If there is no such change, or its numbers are wrong.
    """
    parsed(change)
    kind, _, rest = change.partition(":")
    short = f"{kind}:{Path(rest).name}" if kind == FILE else change
    return Expansion("physics", f"actions={short}", actions=change)


def with_physics(source: SourceEpisode, expansion: Expansion) -> SourceEpisode:
    """A source with the one change of an expansion.

    Raises:
        ConfigError: If it is not exactly one change, not one of physics, or changes nothing.
        UnknownNameError: If it names what the world has not.
    """
    where = f"expansion {expansion.name!r}"
    count = len(expansion.settings) + (expansion.actions is not None)
    if count != 1:
        what = "a change of physics is one parameter, one start or the actions"
        raise ConfigError(what, where=where, got=count, expected="exactly 1")
    details = {**source.details, "success": UNKNOWN_SUCCESS}
    if expansion.actions is not None:
        actions = changed_actions(source.actions, expansion.actions)
        return replace(source, actions=actions, success=False, details=details)
    base = concrete(source)
    check_physics(base, expansion.settings[0], where=where)
    config = with_settings(base, expansion.settings)
    if config == base:
        what = "the world has this value already"
        raise ConfigError(what, where=where, got=expansion.settings[0], expected="another value")
    return replace(source, config=config, draw={}, success=False, details=details)
