"""Puts together what a world file names: a World with its robots, sensors, roads and task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from physai_sim.core import registry
from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import UnknownNameError
from physai_sim.core.seeding import stream
from physai_sim.core.types import EpisodeSpec
from physai_sim.envs.road_bodies import draw_roads
from physai_sim.roads.config import RoadsConfig
from physai_sim.roads.network import RoadNetwork
from physai_sim.roads.primitives import RoadDrawing, drawing
from physai_sim.sensors.base import Sensor
from physai_sim.simulation import scene
from physai_sim.simulation.world import World
from physai_sim.tasks.base import Stage, Task
from physai_sim.traffic.base import RoadUser

CAMERA_KINDS = ("rgb", "depth", "segmentation")


@dataclass(frozen=True, slots=True)
class Assembly:
    """The parts of one environment.

    Args:
        config: What it was built from.
        config_hash: Of the world file, whatever an episode draws.
        stage: World, robots and roads.
        sensors: By name.
        task: What is to be done.
        traffic: Road users that no policy commands, by name.
        road_drawing: How the roads look, computed once.
    """

    config: WorldConfig
    config_hash: str
    stage: Stage
    sensors: Mapping[str, Sensor[Any]]
    task: Task[Any]
    traffic: Mapping[str, RoadUser[Any]]
    road_drawing: RoadDrawing | None

    def place(self) -> None:
        """Empty the world and place everything anew; `start` then begins an episode."""
        world = self.stage.world
        world.reset(self.config.scene)
        scene.build(world, self.config.scene)
        if self.road_drawing is not None:
            draw_roads(world, self.road_drawing)
        for robot in self.stage.robots.values():
            robot.load(world)
        for user in self.traffic.values():
            user.load(world)

    def stand(self) -> None:
        """Place everything with the robots at home: the world before its first episode."""
        self.place()
        for robot in self.stage.robots.values():
            robot.reset(np.random.default_rng(0))

    def start(self, seed: int) -> None:
        """Bring what was placed to its start; equal seeds give equal worlds, to the bit."""
        for name, robot in self.stage.robots.items():
            robot.reset(stream(seed, f"robot/{name}"))
        for name, sensor in self.sensors.items():
            sensor.reset(stream(seed, f"sensor/{name}"))
        self.task.reset(self.stage, stream(seed, "task"))
        for name, user in self.traffic.items():
            user.reset(self.stage.world, stream(seed, f"traffic/{name}"))

    def move_traffic(self) -> None:
        """Let every road user decide, in the order of the world file; once a control step."""
        for user in self.traffic.values():
            user.act(self.stage.world)

    def spec(self) -> EpisodeSpec:
        """All that is fixed for an episode; known once it was placed."""
        world = self.stage.world
        return EpisodeSpec(
            world=self.config.name,
            config_hash=self.config_hash,
            instruction=self.config.instruction,
            control_hz=self.config.rates.control_hz,
            physics_hz=self.config.rates.physics_hz,
            robots={name: robot.spec() for name, robot in self.stage.robots.items()},
            sensors={name: sensor.spec(world) for name, sensor in self.sensors.items()},
        )


def assemble(config: WorldConfig, *, gui: bool = False, cameras: bool = True) -> Assembly:
    """Make the parts and check that they fit.

    Args:
        config: A checked world.
        gui: Whether to open PyBullet's window.
        cameras: Whether cameras are read; a state-only environment leaves them out.

    Raises:
        UnknownNameError: If a part names a robot, body or frame that the world lacks.
        ConfigError: If parts do not fit.
        MachineError: If a window is wanted and there is no display.
    """
    roads = (
        RoadNetwork.from_config(config.roads) if isinstance(config.roads, RoadsConfig) else None
    )
    robots = {
        name: registry.find("robots", part.model)(name, part, control_hz=config.rates.control_hz)
        for name, part in config.robots.items()
    }
    sensors = {
        name: registry.find("sensors", part.model)(name, part)
        for name, part in config.sensors.items()
    }
    task = registry.find("tasks", config.task.model)(config.task)
    traffic = _traffic(config, roads)
    world = World(config.scene, physics_hz=config.rates.physics_hz, gui=gui)
    parts = Assembly(
        config,
        config.hash(),
        Stage(world, robots, roads),
        sensors,
        task,
        traffic,
        drawing(roads) if roads else None,
    )
    try:
        return _checked(parts, cameras=cameras)
    except BaseException:
        world.close()
        raise


def _traffic(config: WorldConfig, roads: RoadNetwork | None) -> dict[str, RoadUser[Any]]:
    hz = config.rates.control_hz
    users: dict[str, RoadUser[Any]] = {
        name: registry.find("traffic", part.model)(name, part, control_hz=hz)
        for name, part in config.traffic.items()
    }
    for user in users.values():
        user.check(roads)
    return users


def _checked(parts: Assembly, *, cameras: bool) -> Assembly:
    parts.stand()
    parts.task.check(parts.stage)
    specs = parts.spec().sensors
    for name, spec in specs.items():
        _check_mount(parts.stage.world, name, spec.camera.parent if spec.camera else "world")
    kept = {
        name: sensor
        for name, sensor in parts.sensors.items()
        if cameras or specs[name].kind not in CAMERA_KINDS
    }
    return replace(parts, sensors=kept)


def _check_mount(world: World, sensor: str, parent: str) -> None:
    name, _, link = parent.partition("/")
    where = f"sensors.{sensor}.mount.parent"
    if name != "world" and name not in world.bodies:
        known = ("world", *world.bodies)
        raise UnknownNameError("no such body", where=where, got=name, known=known)
    if link and link not in world.bodies[name].links:
        raise UnknownNameError(
            "no such link", where=where, got=link, known=world.bodies[name].links
        )
