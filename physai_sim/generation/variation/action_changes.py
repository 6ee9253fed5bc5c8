"""Other sequences of actions, by name: what a robot would have done had it been told otherwise.

A name is `NAME`, `NAME:NUMBER` or `NAME:NUMBER:SEED`. Legend: N actions, A action size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.geometry import Array
from physai_sim.core.seeding import stream
from physai_sim.generation.variation.action_file import actions_of_file

_Change = Callable[[Array, list[float], str], Array]


def _scaled(actions: Array, numbers: list[float], where: str) -> Array:
    (factor,) = numbers
    del where
    return actions * factor


def _noisy(actions: Array, numbers: list[float], where: str) -> Array:
    """Normal noise in shares of the largest value of each part of the action."""
    share, seed = numbers
    rng = stream(_whole(seed, where), "actions/noisy")
    largest = np.abs(actions).max(axis=0)
    result: Array = actions + share * largest * rng.standard_normal(actions.shape)
    return result


def _shuffled(actions: Array, numbers: list[float], where: str) -> Array:
    (seed,) = numbers
    order = stream(_whole(seed, where), "actions/shuffled").permutation(len(actions))
    result: Array = np.asarray(actions[order])
    return result


def _delayed(actions: Array, numbers: list[float], where: str) -> Array:
    """So many control steps late; the first action is held until then."""
    late = min(_whole(numbers[0], where), len(actions))
    result: Array = np.concatenate([np.repeat(actions[:1], late, axis=0), actions])
    kept: Array = result[: len(actions)]
    return kept


def _last_repeated(actions: Array, numbers: list[float], where: str) -> Array:
    """From a control step on, the action of that step for ever."""
    step = min(_whole(numbers[0], where), len(actions) - 1)
    result: Array = actions.copy()
    result[step:] = actions[step]
    return result


def _zero(actions: Array, numbers: list[float], where: str) -> Array:
    del numbers, where
    return np.zeros_like(actions)


# What each does, and what its numbers are.
CHANGES: Mapping[str, tuple[_Change, tuple[str, ...]]] = {
    "scaled": (_scaled, ("FACTOR",)),
    "noisy": (_noisy, ("SHARE", "SEED")),
    "shuffled": (_shuffled, ("SEED",)),
    "delayed": (_delayed, ("STEPS",)),
    "last_repeated": (_last_repeated, ("STEP",)),
    "zero": (_zero, ()),
}


FILE = "file"


def changed_actions(actions: Array, change: str) -> Array:
    """A sequence of actions, changed; as long as it was, but for "file".

    Args:
        actions: Shape (N, A); the robots clip what is too much, as they always do.
        change: Such as "scaled:0.5", "noisy:0.05:3", "shuffled:1", "delayed:5",
            "last_repeated:20" or "zero"; or "file:PATH", see `actions_of_file`.

    Raises:
        UnknownNameError: If there is no such change.
        ConfigError: If its numbers are wrong, or nothing would change.
    """
    name, numbers = parsed(change)
    if name == FILE:
        return actions_of_file(Path(change.partition(":")[2]), actions.shape[1])
    function, _ = CHANGES[name]
    where = f"actions {change!r}"
    result = function(np.asarray(actions), numbers, where)
    if np.array_equal(result, actions):
        raise ConfigError("this changes no action", where=where, expected="another number")
    return result


def parsed(change: str) -> tuple[str, list[float]]:
    """The name of a change and its numbers; none of "file".

    Raises:
        UnknownNameError: If there is no such change.
        ConfigError: If its numbers are wrong.
    """
    name, *texts = change.split(":")
    where = f"actions {change!r}"
    if name == FILE:
        return name, []
    if name not in CHANGES:
        known = (*CHANGES, FILE)
        raise UnknownNameError("no such change", where=where, got=name, known=known)
    _, wanted = CHANGES[name]
    try:
        numbers = [float(text) for text in texts]
    except ValueError:
        numbers = []
    if len(numbers) != len(wanted) or not np.isfinite(numbers).all():
        raise ConfigError("wrong numbers", where=where, expected=":".join((name, *wanted)))
    return name, numbers


def _whole(number: float, where: str) -> int:
    if number < 0 or number != int(number):
        raise ConfigError("wrong number", where=where, got=number, expected="0, 1, 2, ...")
    return int(number)
