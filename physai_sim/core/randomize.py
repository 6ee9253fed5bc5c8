"""Draws what a world file's `randomize` part leaves open: other values of keys of that file.

A draw is a mapping from key path to value, as JSON has it. Each value comes from a stream of its
own, so that adding, changing or removing an entry leaves what the others draw as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.overrides import RANDOMIZE, replaced
from physai_sim.core.seeding import stream
from physai_sim.core.strict import FieldError, StrictModel, parse, plain
from physai_sim.core.types import Draw
from physai_sim.core.yaml_source import YamlSource

if TYPE_CHECKING:
    from physai_sim.core.config import WorldConfig

# What each part of a world file is checked by: one model, or one for each name in it.
MODELS, FAMILIES = ("scene", "task", "view"), ("robots", "traffic", "sensors")


def draw(config: WorldConfig, seed: int) -> dict[str, object]:
    """What an episode of a world draws.

    Args:
        config: The world.
        seed: Of the episode, non-negative.

    Returns:
        Key path -> value, in the order of the file; empty where nothing is randomised.
    """
    own = {
        path: entry.draw(stream(seed, f"{RANDOMIZE}/{path}"), base_value(config, path))
        for path, entry in config.randomize.items()
        if entry.same_as is None
    }
    return completed(config, own)


def checked_draw(config: WorldConfig, given: Draw) -> dict[str, object]:
    """A recorded draw, if it is one of this world.

    Raises:
        ConfigError: If it is no mapping, or has not exactly the entries that the world draws.
    """
    if not isinstance(given, Mapping):
        expected = "a mapping from key path to value"
        raise ConfigError("no draw", where="draw", got=given, expected=expected)
    for path in given:
        if path not in config.randomize:
            known = config.randomize
            what = f"{config.name} does not draw this"
            raise UnknownNameError(what, where="draw", got=path, known=known)
    for path in config.randomize:
        if path not in given:
            raise ConfigError("a draw that is not whole", where="draw", expected=f"{path!r} too")
    return {path: plain(given[path]) for path in config.randomize}


def corners(config: WorldConfig) -> list[dict[str, object]]:
    """The draws in which every entry has its least value, and in which it has its greatest."""
    ends = {
        path: entry.extremes(base_value(config, path))
        for path, entry in config.randomize.items()
        if entry.same_as is None
    }
    return [completed(config, {path: e[k] for path, e in ends.items()}) for k in (0, -1)]


def with_draw(
    config: WorldConfig, values: Draw, *, source: YamlSource | None = None
) -> WorldConfig:
    """The world of one episode: drawn values in their places, and nothing left to draw.

    It equals the world that the file gives with these values as `--set`.

    Args:
        config: The world.
        values: What was drawn.
        source: What the world was read from, for errors.

    Raises:
        ConfigError: If a value breaks a check; the entry and the value are named.
    """
    source = source or YamlSource(config.name, {})
    update: dict[str, Any] = {RANDOMIZE: {}}
    for part, inside in by_part(values).items():
        old, head = at(config, part), part[0]
        new = _part_with(old, inside, source)
        if head in FAMILIES:
            new = {**update.get(head, getattr(config, head)), part[1]: new}
        update[head] = new
    return config.model_copy(update=update)


def completed(config: WorldConfig, own: Draw) -> dict[str, object]:
    """With what `same_as` takes from others, in the order of the file."""
    return {path: own[entry.same_as or path] for path, entry in config.randomize.items()}


def by_part(values: Draw) -> dict[tuple[str, ...], dict[str, object]]:
    """What is drawn for each model of the configuration."""
    found: dict[tuple[str, ...], dict[str, object]] = {}
    for path, value in values.items():
        found.setdefault(split(path)[0], {})[path] = value
    return found


def split(path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys that lead to a model of the configuration, and those inside of it."""
    keys = tuple(path.split("."))
    depth = 2 if keys[0] in FAMILIES else 1
    return keys[:depth], keys[depth:]


def base_value(config: WorldConfig, path: str) -> Any:
    """The value that stands in the world file, or its default."""
    return at(config, tuple(path.split(".")))


def at(config: WorldConfig, keys: tuple[str, ...], *, where: str = "") -> Any:
    """What some keys lead to.

    Raises:
        ConfigError: If they lead nowhere.
    """
    here: Any = config
    for key in keys:
        known = type(here).model_fields if isinstance(here, BaseModel) else here
        if not isinstance(known, Mapping):
            raise ConfigError("this leads through a value", where=where, got=plain(here))
        if key not in known:
            raise UnknownNameError("no such key", where=where, got=key, known=known)
        here = getattr(here, key) if isinstance(here, BaseModel) else here[key]
    return here


def _part_with(part: StrictModel, values: Draw, source: YamlSource) -> Any:
    data = part.model_dump()
    for path, value in values.items():
        where = source.where((RANDOMIZE, path))
        data = replaced(data, split(path)[1], value, where=where)
    try:
        return parse(type(part), data, where=source.name)
    except FieldError as error:
        told = tuple(str(key) for key in error.path)
        near = [path for path in values if _touches(split(path)[1], told)]
        path = next(iter(near or values))
        raise ConfigError(
            f"a draw of {plain(values[path])} is refused: {error.what}",
            where=source.where((RANDOMIZE, path)),
            got=error.got,
            expected=error.expected,
            known=error.known,
        ) from None


def _touches(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one of two key paths leads through the other."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]
