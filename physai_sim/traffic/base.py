"""The base of all road users that no policy commands."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Generic, TypeVar

import numpy as np

from physai_sim.core.config import ComponentConfig
from physai_sim.roads.network import RoadNetwork
from physai_sim.simulation.body import Body
from physai_sim.simulation.world import World

ConfigT = TypeVar("ConfigT", bound=ComponentConfig)


class RoadUser(ABC, Generic[ConfigT]):
    """A Body that decides for itself, once in each control step, before physics moves on.

    It sees the World alone, so that an episode follows from its seed and the actions.

    Args:
        name: Its name in the world file; its body has the same name.
        config: Its part of the world file.
        control_hz: How often it decides.
    """

    Config: ClassVar[type[ComponentConfig]]
    body: Body

    def __init__(self, name: str, config: ConfigT, *, control_hz: int) -> None:
        self.name, self.config, self.control_hz = name, config, control_hz

    @abstractmethod
    def check(self, roads: RoadNetwork | None) -> None:
        """Refuse a world that lacks what it needs; called once, before it is loaded."""

    @abstractmethod
    def load(self, world: World) -> None:
        """Place it in a world that was just reset, and set `body`."""

    @abstractmethod
    def reset(self, world: World, rng: np.random.Generator) -> None:
        """Begin an episode; called after the robots were placed, with a stream of its own."""

    @abstractmethod
    def act(self, world: World) -> None:
        """Decide what to do until the next control step."""
