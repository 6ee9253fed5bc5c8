"""A suite file becomes one frozen Suite: every world loaded, every name and requirement known."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from physai_sim.core import paths
from physai_sim.core.config import WorldConfig, load_world
from physai_sim.core.errors import ConfigError, PhysAIError
from physai_sim.core.scene_config import Name
from physai_sim.core.strict import StrictModel, parse_at
from physai_sim.core.yaml_source import KeyPath, YamlSource, read_yaml
from physai_sim.envs.player import find_policy
from physai_sim.evaluation.results.gates import Requirement, parse

MAX_SEEDS = 10_000  # of one run; what a typing error would ask for ends here


class SeedRange(StrictModel):
    """Seeds that follow each other."""

    first: Annotated[int, Field(ge=0)] = 0
    count: Annotated[int, Field(ge=1, le=MAX_SEEDS)]


class RunFile(StrictModel):
    """The keys of one run of a suite file."""

    world: str
    policy: str | None = None
    seeds: Any
    settings: tuple[str, ...] = ()
    require: tuple[str, ...] = ()


class SuiteFile(StrictModel):
    """The keys of a suite file."""

    version: Literal[1] = 1
    description: str
    runs: Annotated[Mapping[Name, RunFile], Field(min_length=1)]
    require: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SuiteRun:
    """One world played by one policy with some seeds.

    Args:
        world: Path of the world file.
        config: The world, with its settings.
        policy: Name, entry point or `file.py:Class`.
        seeds: One for each episode.
        settings: What was changed in the world file.
        require: What the metrics of these episodes must fulfil.
    """

    world: str
    config: WorldConfig
    policy: str
    seeds: tuple[int, ...]
    settings: tuple[str, ...] = ()
    require: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """What is run together.

    Args:
        name: The file's name without its suffix.
        description: What it is for.
        runs: By name, in the order of the file.
        require: What the metrics of all episodes together must fulfil.
        policy: Who plays in every run, in place of those that the file names; "" for nobody.
        source: The name or path that it was asked for by.
    """

    name: str
    description: str
    runs: Mapping[str, SuiteRun]
    require: tuple[Requirement, ...] = ()
    policy: str = ""
    source: str = ""

    def played_by(self, policy: str) -> Suite:
        """The same suite with another policy in every run.

        Raises:
            PhysAIError: If there is no such policy.
        """
        find_policy(policy, where="--policy")
        runs = {name: dataclasses.replace(run, policy=policy) for name, run in self.runs.items()}
        return dataclasses.replace(self, runs=runs, policy=policy)


def load_suite(name_or_path: str) -> Suite:
    """Find, read and check a suite.

    Args:
        name_or_path: A name (`driving`) or the path of a YAML file.

    Raises:
        UnknownNameError: If there is no such suite.
        ConfigError: If the file is wrong, or names a world, policy or metric that does not exist;
            the message says where.
    """
    path = paths.find("suites", name_or_path)
    return dataclasses.replace(suite_from(read_yaml(path), name=path.stem), source=name_or_path)


def suite_from(source: YamlSource, *, name: str) -> Suite:
    """Check a mapping that was read from YAML; see `load_suite`."""
    file = parse_at(SuiteFile, source)
    return Suite(
        name=name,
        description=file.description,
        runs={key: _run(source, key, run) for key, run in file.runs.items()},
        require=_requirements(source, ("require",), file.require),
    )


def _run(source: YamlSource, name: str, file: RunFile) -> SuiteRun:
    path = ("runs", name)
    with _said_where(source, (*path, "world")):
        world = load_world(file.world)
    for index in range(len(file.settings)):
        with _said_where(source, (*path, "settings", index)):
            world = load_world(file.world, file.settings[: index + 1])
    with _said_where(source, (*path, "policy")):
        find_policy(file.policy or world.expert)
    return SuiteRun(
        world=str(paths.find("worlds", file.world)),
        config=world,
        policy=file.policy or world.expert,
        seeds=_seeds(source, (*path, "seeds"), file.seeds),
        settings=file.settings,
        require=_requirements(source, (*path, "require"), file.require),
    )


def _seeds(source: YamlSource, path: KeyPath, given: Any) -> tuple[int, ...]:
    """The seeds of `{first: 0, count: 10}` or of a list."""
    if isinstance(given, Mapping):
        span = parse_at(SeedRange, source, path)
        return tuple(range(span.first, span.first + span.count))
    if not isinstance(given, tuple) or not 0 < len(given) <= MAX_SEEDS:
        expected = f"first and count, or a list of 1 to {MAX_SEEDS} seeds"
        raise ConfigError("wrong value", where=source.where(path), got=given, expected=expected)
    seen: set[int] = set()
    for index, seed in enumerate(given):
        where = source.where((*path, index))
        if type(seed) is not int or seed < 0:
            raise ConfigError("no seed", where=where, got=seed, expected="an integer >= 0")
        if seed in seen:
            raise ConfigError("seed given twice", where=where, got=seed)
        seen.add(seed)
    return given


def _requirements(
    source: YamlSource, path: KeyPath, texts: tuple[str, ...]
) -> tuple[Requirement, ...]:
    found = []
    for index, text in enumerate(texts):
        with _said_where(source, (*path, index)):
            found.append(parse(text))
    return tuple(found)


@contextmanager
def _said_where(source: YamlSource, path: KeyPath) -> Iterator[None]:
    """What is wrong with a name or a setting is told with its line in the suite file."""
    try:
        yield
    except PhysAIError as error:
        raise ConfigError(str(error), where=source.where(path)) from None
