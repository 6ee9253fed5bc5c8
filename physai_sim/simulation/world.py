"""A World: one physics client with its clock. It holds named bodies, and it steps."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np

from physai_sim.core.errors import ConfigError, EpisodeError, UnknownNameError
from physai_sim.core.geometry import Pose
from physai_sim.core.scene_config import MaterialConfig, SceneConfig
from physai_sim.core.signals import Signal
from physai_sim.core.timing import stamp_of
from physai_sim.core.truth import BodyInfo
from physai_sim.simulation.body import Body, bounds
from physai_sim.simulation.engine import bullet, connect
from physai_sim.simulation.snapshot import Snapshot, restore, take
from physai_sim.simulation.visual_shapes import VisualShape, visual_shapes


@dataclass(frozen=True, slots=True)
class Lamp:
    """A lamp on a body.

    Args:
        body: Its name.
        position_m: In the frame of the body's base link [m].
        axis: Unit vector along its beam, in the same frame.
    """

    body: str
    position_m: tuple[float, float, float]
    axis: tuple[float, float, float]


class World:
    """Bodies under physics, stepped at a fixed rate.

    Args:
        scene: Gravity and light; its bodies are placed by `scene.build`.
        physics_hz: Steps per second of simulated time.
        gui: Whether to open PyBullet's window.

    Raises:
        MachineError: If a window is wanted and there is no display.
    """

    def __init__(self, scene: SceneConfig, *, physics_hz: int, gui: bool = False) -> None:
        self.scene, self.physics_hz = scene, physics_hz
        self.client = connect(gui=gui)
        self.bodies: dict[str, Body] = {}
        self.materials: dict[str, MaterialConfig] = {}
        self.lamps: list[Lamp] = []
        self.signals: dict[str, Signal] = {}  # traffic lights, by the name of their body
        self.step_index = 0
        # Grows at each reset, so that caches of the last episode show their age.
        self.generation = 0
        # Grows whenever bodies come or go, so that what was made for other bodies shows its age.
        self.build = 0

    @property
    def time_ns(self) -> int:
        """Episode time [ns], from the number of steps."""
        return stamp_of(self.step_index, self.physics_hz)

    def reset(self, scene: SceneConfig | None = None) -> None:
        """Empty the world and set its clock to zero.

        Everything is built anew: the engine's own save and restore is not exactly repeatable
        with motors and compound shapes.

        Args:
            scene: Gravity and light from now on; by default they stay.
        """
        self._check_open()
        self.scene = scene or self.scene
        bullet.resetSimulation(physicsClientId=self.client)
        bullet.setPhysicsEngineParameter(
            fixedTimeStep=1.0 / self.physics_hz,
            numSubSteps=0,
            deterministicOverlappingPairs=1,
            # The default of 1e-7 stops the solver early, which pulls a car to one side.
            solverResidualThreshold=1e-12,
            physicsClientId=self.client,
        )
        bullet.setGravity(*self.scene.gravity_mps2, physicsClientId=self.client)
        self.bodies, self.materials, self.lamps, self.signals = {}, {}, [], {}
        self.step_index = 0
        self.generation += 1
        self.build += 1

    def step(self, count: int = 1, *, on_step: Callable[[], None] | None = None) -> None:
        """Advance physics.

        Args:
            count: Physics steps to take.
            on_step: Called after each, for what must see every one of them.
        """
        client, advance = self.client, bullet.stepSimulation
        for _ in range(count):
            advance(client)
            if on_step is not None:
                on_step()
        self.step_index += count

    def add(self, body_id: int, name: str, info: BodyInfo) -> Body:
        """Take a model of the engine into the world under a name.

        Raises:
            ConfigError: If the name is taken.
        """
        if name in self.bodies:
            raise ConfigError("two bodies of one name", where="scene", got=name)
        self.bodies[name] = Body(self.client, body_id, name, info)
        self.build += 1
        return self.bodies[name]

    def remove(self, name: str) -> None:
        """Take a body out; snapshots and moments from before fit no more.

        Raises:
            UnknownNameError: If there is no such body.
        """
        if name not in self.bodies:
            raise UnknownNameError("no such body", where="scene", got=name, known=self.bodies)
        bullet.removeBody(self.bodies.pop(name).id, physicsClientId=self.client)
        self.materials.pop(name, None)
        self.signals.pop(name, None)
        self.lamps = [lamp for lamp in self.lamps if lamp.body != name]
        self.build += 1

    def load_urdf(
        self, path: Path, *, name: str, pose: Pose, category: str, fixed: bool = False
    ) -> Body:
        """Load a model from a URDF file, its base link's frame at `pose`.

        Raises:
            ConfigError: If the engine cannot load the file.
        """
        flags = bullet.URDF_USE_INERTIA_FROM_FILE | bullet.URDF_USE_IMPLICIT_CYLINDER
        try:
            body_id = bullet.loadURDF(
                str(path), useFixedBase=fixed, flags=flags, physicsClientId=self.client
            )
        except bullet.error as error:
            raise ConfigError(f"the model cannot be loaded: {error}", where=str(path)) from None
        low, high = bounds(self.client, body_id)
        x, y, z = (high - low).tolist()
        body = self.add(body_id, name, BodyInfo(category, (x, y, z)))
        x, y, z = ((low + high) / 2).tolist()
        body.middle_m = (x, y, z)
        body.reset_base(pose)
        return body

    def ray_test(
        self, start_m: tuple[float, float, float], end_m: tuple[float, float, float]
    ) -> tuple[str, tuple[float, float, float]] | None:
        """First body that a ray meets, with the point in the world [m]; None where it is free."""
        hit = bullet.rayTest(start_m, end_m, physicsClientId=self.client)[0]
        by_id = {body.id: name for name, body in self.bodies.items()}
        return (by_id[hit[0]], hit[3]) if hit[0] in by_id else None

    def visual_shapes(self, body: Body) -> tuple[VisualShape, ...]:
        """How one of its bodies is to be seen; see `visual_shapes`."""
        return visual_shapes(body)

    def state_hash(self) -> str:
        """SHA-256 over the exact pose, velocity and joints of every body, in hex."""
        digest = hashlib.sha256(str(self.step_index).encode())
        for name, body in self.bodies.items():
            pose = bullet.getBasePositionAndOrientation(body.id, physicsClientId=self.client)
            velocity = bullet.getBaseVelocity(body.id, physicsClientId=self.client)
            digest.update(name.encode())
            digest.update(np.array([*pose[0], *pose[1], *velocity[0], *velocity[1]]).tobytes())
            if body.joints:
                digest.update(np.concatenate(body.joint_states()).tobytes())
        return digest.hexdigest()

    @contextmanager
    def what_if(self) -> Iterator[Snapshot]:
        """Step inside the block as you like; afterwards everything is as it was, to the bit."""
        snapshot = take(self)
        try:
            yield snapshot
        finally:
            restore(self, snapshot)
            snapshot.discard()

    def close(self) -> None:
        """Free the engine; a second call does nothing."""
        if self.client >= 0:
            bullet.disconnect(self.client)
        self.client, self.bodies = -1, {}

    def _check_open(self) -> None:
        if self.client < 0:
            raise EpisodeError("the world was closed", expected="a new one")

    def __enter__(self) -> World:
        """The world itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()
