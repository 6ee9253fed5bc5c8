"""A world file becomes one frozen WorldConfig; after this edge no dictionary travels inward."""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import SerializeAsAny

from physai_sim.core import paths, randomize_checks, registry
from physai_sim.core.distributions import Distribution
from physai_sim.core.errors import ConfigError
from physai_sim.core.overrides import with_setting
from physai_sim.core.scene_config import (
    Name,
    Positive,
    RatesConfig,
    RendererName,
    SceneConfig,
    ViewConfig,
)
from physai_sim.core.strict import StrictModel, parse_at
from physai_sim.core.timing import ticks_per
from physai_sim.core.yaml_source import KeyPath, YamlSource, read_yaml

ROADS = ("physai_sim.roads.config", "RoadsConfig")


class ComponentConfig(StrictModel):
    """Base of the configuration of a robot, sensor or task: `model` is the name of its file."""

    model: str


class WorldFile(StrictModel):
    """The keys of a world file; each component is checked by the class its `model` names."""

    version: Literal[1] = 1
    description: str
    instruction: str
    time_limit_s: Positive
    expert: str
    rates: RatesConfig
    renderer: RendererName = "auto"
    scene: SceneConfig = SceneConfig()
    roads: Mapping[str, Any] | None = None
    robots: Mapping[Name, Mapping[str, Any]]
    traffic: Mapping[Name, Mapping[str, Any]] = {}
    sensors: Mapping[Name, Mapping[str, Any]]
    task: Mapping[str, Any]
    view: ViewConfig
    randomize: Mapping[str, Distribution] = {}


class WorldConfig(StrictModel):
    """A whole world, checked: the one object that Env, launch and replay are built from."""

    name: str
    description: str
    instruction: str
    time_limit_s: float
    expert: str
    rates: RatesConfig
    renderer: RendererName
    scene: SceneConfig
    roads: SerializeAsAny[StrictModel] | None
    robots: Mapping[str, SerializeAsAny[ComponentConfig]]
    traffic: Mapping[str, SerializeAsAny[ComponentConfig]]
    sensors: Mapping[str, SerializeAsAny[ComponentConfig]]
    task: SerializeAsAny[ComponentConfig]
    view: ViewConfig
    randomize: Mapping[str, Distribution] = {}

    def canonical_json(self) -> str:
        """All values in one line of JSON, keys sorted: what the hash is taken of."""
        # A world that randomises nothing is the same as one that does not speak of it.
        left_out = {"name"} if self.randomize else {"name", "randomize"}
        data = self.model_dump(mode="json", exclude=left_out)
        return json.dumps(data, sort_keys=True, separators=(",", ":"))

    def hash(self) -> str:
        """SHA-256 of the configuration in hex; the file's name does not count.

        Distributions count and what they gave does not: the hash with a seed, or with a draw and
        a seed, determines the episode.
        """
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()

    @property
    def time_limit_steps(self) -> int:
        """Control steps until the episode is truncated."""
        return max(1, round(self.time_limit_s * self.rates.control_hz))


def load_world(name_or_path: str, overrides: Sequence[str] = ()) -> WorldConfig:
    """Find, read and check a world.

    Args:
        name_or_path: A name (`reach`) or the path of a YAML file.
        overrides: `KEY=VALUE` settings, keys joined by dots; they go through the same checks.

    Raises:
        UnknownNameError: If there is no such world, robot, sensor, task or policy.
        ConfigError: If the file or a setting is wrong; the message says where.
    """
    path = paths.find("worlds", name_or_path)
    source = read_yaml(path)
    for setting in overrides:
        source = with_setting(source, setting)
    return world_from(source, name=path.stem)


def world_from(source: YamlSource, *, name: str) -> WorldConfig:
    """Check a mapping that was read from YAML; see `load_world`."""
    file = parse_at(WorldFile, source, ())
    config = WorldConfig(
        name=name,
        description=file.description,
        instruction=file.instruction,
        time_limit_s=file.time_limit_s,
        expert=file.expert,
        rates=file.rates,
        renderer=file.renderer,
        scene=file.scene,
        roads=_roads(source) if file.roads is not None else None,
        robots={key: _component("robots", source, ("robots", key)) for key in file.robots},
        traffic={key: _component("traffic", source, ("traffic", key)) for key in file.traffic},
        sensors={key: _component("sensors", source, ("sensors", key)) for key in file.sensors},
        task=_component("tasks", source, ("task",)),
        view=file.view,
        randomize=file.randomize,
    )
    _refuse_contradictions(config, source)
    randomize_checks.check(config, source)
    return config


def _component(family: str, source: YamlSource, path: KeyPath) -> ComponentConfig:
    data: Any = source.data
    for part in path:
        data = data[part]
    where, model = source.where((*path, "model")), data.get("model")
    if not isinstance(model, str):
        what = "wrong value" if "model" in data else "missing key"
        raise ConfigError(
            what, where=where, got=model, expected="a name", known=registry.names(family)
        )
    config = getattr(registry.find(family, model, where=where), "Config", None)
    if not (isinstance(config, type) and issubclass(config, ComponentConfig)):
        raise ConfigError("this class has no Config", where=where, got=model)
    return parse_at(config, source, path)


def _roads(source: YamlSource) -> StrictModel:
    module, name = ROADS
    return parse_at(getattr(importlib.import_module(module), name), source, ("roads",))  # type: ignore[no-any-return]


def _refuse_contradictions(config: WorldConfig, source: YamlSource) -> None:
    """Checks that need more than one part of the file."""
    rates = config.rates
    ticks_per(rates.physics_hz, rates.control_hz, where=source.where(("rates", "control_hz")))
    if not config.robots:
        raise ConfigError("no robot", where=source.where(("robots",)), expected="at least one")
    for name, sensor in config.sensors.items():
        where = source.where(("sensors", name, "rate_hz"))
        rate = getattr(sensor, "rate_hz", None)
        if isinstance(rate, int):
            ticks_per(rates.physics_hz, rate, where=where)
    _refuse_shared_names(config, source)
    registry.find("policies", config.expert, where=source.where(("expert",)))


def _refuse_shared_names(config: WorldConfig, source: YamlSource) -> None:
    """Robots, road users and bodies stand in one scene, each under its own name."""
    bodies, traffic = set(config.scene.bodies), set(config.traffic)
    for path, what, taken in (
        (("scene", "bodies"), "a robot and a body", bodies & set(config.robots)),
        (("traffic",), "a robot and a road user", traffic & set(config.robots)),
        (("traffic",), "a road user and a body", traffic & bodies),
    ):
        if taken:
            where = source.where((*path, min(taken)))
            raise ConfigError(f"{what} share a name", where=where, got=min(taken))
