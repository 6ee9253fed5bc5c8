"""The base of all sensors, and of their configuration."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Generic, TypeVar

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from physai_sim.core.config import ComponentConfig
from physai_sim.core.errors import UnknownNameError
from physai_sim.core.scene_config import PositiveInt
from physai_sim.core.types import SensorSpec
from physai_sim.simulation.body import Body
from physai_sim.simulation.world import World


class SensorConfig(ComponentConfig):
    """Every sensor has a rate, which must divide `rates.physics_hz`."""

    rate_hz: PositiveInt


ConfigT = TypeVar("ConfigT", bound=SensorConfig)


class Sensor(ABC, Generic[ConfigT]):
    """Reads a World at its own rate and returns one array.

    Args:
        name: Its name in the world file.
        config: Its part of the world file.
    """

    Config: ClassVar[type[SensorConfig]]

    def __init__(self, name: str, config: ConfigT) -> None:
        self.name, self.config = name, config

    @property
    def rate_hz(self) -> int:
        """Readings per second of simulated time."""
        return self.config.rate_hz

    def reset(self, rng: np.random.Generator) -> None:
        """Start an episode; `rng` is this sensor's own stream, for its noise."""
        self.rng = rng

    @abstractmethod
    def spec(self, world: World) -> SensorSpec:
        """What it gives; the world must have been built."""

    @abstractmethod
    def space(self, world: World) -> spaces.Box:
        """Finite bounds of one reading."""

    @abstractmethod
    def read(self, world: World) -> NDArray[np.generic]:
        """One reading, a fresh array that fits `space`."""


def body_of(world: World, name: str, *, sensor: str) -> Body:
    """The body that a sensor belongs to.

    Raises:
        UnknownNameError: If the world has no such body.
    """
    if name not in world.bodies:
        raise UnknownNameError(
            "no such robot or body", where=f"sensors.{sensor}", got=name, known=world.bodies
        )
    return world.bodies[name]
