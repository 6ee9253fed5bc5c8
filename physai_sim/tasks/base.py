"""The base of all tasks, and what they are given."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np
from gymnasium import spaces

from physai_sim.core.config import ComponentConfig
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.geometry import Array
from physai_sim.roads.network import RoadNetwork
from physai_sim.robots.base import Robot
from physai_sim.simulation.world import World

ConfigT = TypeVar("ConfigT", bound=ComponentConfig)


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that a task acts on; it is handed in, never held.

    Args:
        world: The physics.
        robots: By name.
        roads: The road network, where the world has one.
    """

    world: World
    robots: Mapping[str, Robot[Any]]
    roads: RoadNetwork | None

    def robot(self, name: str, *, where: str) -> Robot[Any]:
        """A robot by name.

        Raises:
            UnknownNameError: If the world has no such robot.
        """
        if name not in self.robots:
            raise UnknownNameError("no such robot", where=where, got=name, known=self.robots)
        return self.robots[name]


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What a task knows of an episode and metrics need; see `EpisodeTruth`."""

    route: tuple[tuple[float, float, float], ...] = ()
    lane_width_m: float | None = None
    goal: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)


class Task(ABC, Generic[ConfigT]):
    """Starting state, reward, success, failure.

    Args:
        config: Its part of the world file.
    """

    Config: ClassVar[type[ComponentConfig]]

    def __init__(self, config: ConfigT) -> None:
        self.config = config

    @abstractmethod
    def check(self, stage: Stage) -> None:
        """Refuse a world that lacks what the task needs, at once rather than in mid-episode."""

    @abstractmethod
    def reset(self, stage: Stage, rng: np.random.Generator) -> None:
        """Place things for an episode; `rng` is the task's own stream."""

    @abstractmethod
    def reward(self, stage: Stage) -> float:
        """How good this instant is, in [0, 1]."""

    @abstractmethod
    def is_success(self, stage: Stage) -> bool:
        """Whether the task is done."""

    @abstractmethod
    def failure(self, stage: Stage) -> str | None:
        """Why the episode is lost, in one word; None while it is not."""

    @abstractmethod
    def privileged(self, stage: Stage) -> dict[str, Array]:
        """Ground truth for experts and for RL from state, by name."""

    @abstractmethod
    def privileged_space(self, stage: Stage) -> dict[str, spaces.Box]:
        """Finite bounds of each entry of `privileged`."""

    def instruction(self, stage: Stage) -> str | None:
        """What the robot is told in this episode; None for the sentence of the world file."""
        del stage
        return None

    def conditions(self, stage: Stage) -> dict[str, bool]:
        """Which parts of the goal hold now, by name; the task is done when all of them do.

        A goal that has no parts is one condition, `done`.
        """
        return {"done": self.is_success(stage)}

    def facts(self, stage: Stage) -> TaskFacts:
        """What metrics need to know of this episode; none by default."""
        del stage
        return TaskFacts()


def tolerance(value: float, *, low: float, high: float, margin: float) -> float:
    """1 within [low, high], falling smoothly to 0.1 one margin outside; always in (0, 1].

    Every reward is built from this one function.

    Args:
        value: What is measured.
        low: Least value that is perfect.
        high: Greatest value that is perfect.
        margin: Distance outside at which 0.1 is left; positive.

    Raises:
        ConfigError: If the bounds are the wrong way round or the margin is not positive.

    Source: Tassa et al. (2018), "DeepMind Control Suite", section 3.
    """
    if low > high or margin <= 0.0:
        raise ConfigError(
            "tolerance", got=(low, high, margin), expected="low <= high and margin > 0"
        )
    outside = max(low - value, value - high, 0.0) / margin
    return math.exp(-outside * outside * math.log(10.0))
