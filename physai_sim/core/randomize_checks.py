"""Holds the `randomize` part of a world file against the rest of it, when the world is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.overrides import RANDOMIZE
from physai_sim.core.randomize import (
    FAMILIES,
    MODELS,
    at,
    base_value,
    by_part,
    completed,
    corners,
    draw,
    split,
    with_draw,
)
from physai_sim.core.types import Draw
from physai_sim.core.yaml_source import YamlSource

if TYPE_CHECKING:
    from physai_sim.core.config import WorldConfig

# Whole draws that are tried out, beside the ends of each entry.
TRIED_SEEDS = 3


def check(config: WorldConfig, source: YamlSource) -> None:
    """Refuse a `randomize` part that could not be drawn, at once rather than in some episode.

    Raises:
        ConfigError: If a path leads nowhere or to what must stay, if a distribution does not fit
            the value there, or if one of its ends or of the first draws breaks a check.
    """
    for path in config.randomize:
        _check_entry(config, path, source.where((RANDOMIZE, path)))
    for values in _tried(config):
        with_draw(config, values, source=source)


def _check_entry(config: WorldConfig, path: str, where: str) -> None:
    (head, *_), inner = split(path)
    if head not in (*MODELS, *FAMILIES) or not inner:
        known = ", ".join(sorted((*MODELS, *FAMILIES)))
        expected = f"a value inside of one of these parts: {known}"
        raise ConfigError("this cannot be drawn", where=where, got=path, expected=expected)
    if inner == ("model",):
        raise ConfigError("a model cannot be drawn: it decides what keys there are", where=where)
    value, entry = at(config, tuple(path.split(".")), where=where), config.randomize[path]
    for other in config.randomize:
        if other.startswith(f"{path}."):
            raise ConfigError("another entry lies inside of this one", where=where, got=other)
    drawing = [name for name, found in config.randomize.items() if found.same_as is None]
    if entry.same_as is not None and entry.same_as not in drawing:
        raise UnknownNameError(
            "no other entry that draws", where=where, got=entry.same_as, known=drawing
        )
    if fault := entry.fault(value):
        raise ConfigError(f"this does not fit: {fault}", where=where)


def _tried(config: WorldConfig) -> Iterator[Draw]:
    """Draws in which mistakes would show: each entry at its ends, all of them, and a few more."""
    first = draw(config, 0)
    for path, entry in config.randomize.items():
        for value in entry.extremes(base_value(config, path)):
            whole = completed(config, {**first, path: value})
            yield by_part(whole)[split(path)[0]]
    yield from corners(config)
    for seed in range(TRIED_SEEDS):
        yield draw(config, seed)
