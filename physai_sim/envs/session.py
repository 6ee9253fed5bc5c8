"""The one episode loop: Env, `physai run`, the ROS node and re-simulation all delegate to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from gymnasium import spaces
from numpy.typing import ArrayLike, NDArray

from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import ConfigError, EpisodeError
from physai_sim.core.geometry import Pose
from physai_sim.core.randomize import checked_draw
from physai_sim.core.timing import stamp_of, ticks_per
from physai_sim.core.truth import EpisodeTruth, Outcome, StepTruth
from physai_sim.core.types import Action, CameraSpec, Draw, EpisodeSpec, Observation
from physai_sim.envs.assembly import Assembly, assemble
from physai_sim.envs.commands import JointTargets, apply
from physai_sim.envs.truth import ContactLog, episode_truth, step_truth
from physai_sim.envs.variation import variation_of
from physai_sim.rendering.camera import camera_spec


@dataclass(frozen=True, slots=True)
class Sample:
    """One reading of a sensor at its stamp."""

    sensor: str
    stamp_ns: int
    reading: NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class Step:
    """What one control step brought.

    Args:
        observation: At the end of the step.
        action: What was really commanded.
        reward: Of the state at the end, in [0, 1].
        outcome: How the episode ended, or None while it goes on.
    """

    observation: Observation
    action: Action
    reward: float
    outcome: Outcome | None


class Session:
    """Episodes in one world, one after another.

    Each step commands the robots, lets the traffic decide, advances to the next control stamp,
    reads the sensors that are due on the way, and scores. Time starts at zero in each episode.

    Where the world randomises something, `draw` is what the episode drew; `spec`, `view`, `stage`
    and `task` are the episode's own then. The hash in `spec` is that of the world file: with a
    seed it determines the episode, and with a draw and a seed too.

    Args:
        config: A checked world.
        gui: Whether to open PyBullet's window.
        cameras: Whether cameras are read.
        privileged: Whether observations hold ground truth.
        record_contacts: Whether contacts of robots are collected at every physics step.
        goes_on: Whether an episode can be played on after its task or its time has ended it.

    Raises:
        PhysAIError: If the world cannot be built.
    """

    draw: Draw
    spec: EpisodeSpec
    view: CameraSpec

    def __init__(
        self,
        config: WorldConfig,
        *,
        gui: bool = False,
        cameras: bool = True,
        privileged: bool = False,
        record_contacts: bool = False,
        goes_on: bool = False,
    ) -> None:
        self._goes_on = goes_on
        self._parts = assemble(config, gui=gui, cameras=cameras)
        self._variation = variation_of(self._parts)
        self.config, self.privileged = config, privileged
        self._records_contacts = record_contacts
        self.world, rates = self._parts.stage.world, config.rates
        self._take(self._parts, {})
        self._substeps = rates.physics_hz // rates.control_hz
        self._periods = {n: rates.physics_hz // s.rate_hz for n, s in self._parts.sensors.items()}
        self._readings: dict[str, NDArray[np.generic]] = {}
        self._running = False
        self._watch: tuple[int, Callable[[], None]] | None = None
        # Called at each reset when all stands at its start: for bodies of no world file.
        self.on_placed: Callable[[], None] | None = None
        self.samples: list[Sample] = []
        self.seed = 0

    def reset(self, seed: int, draw: Draw | None = None) -> Observation:
        """Start an episode.

        Args:
            seed: Non-negative; equal seeds give equal episodes, to the bit.
            draw: What an earlier episode drew, to play it again; by default the seed decides.

        Returns:
            The first observation, at stamp 0.

        Raises:
            ConfigError: If the seed is negative, or the draw is not one of this world.
        """
        if seed < 0:
            raise ConfigError("a seed must not be negative", got=seed)
        self._running = False
        self._place(seed, draw)
        self._parts.start(seed)
        if self.on_placed is not None:
            self.on_placed()
        told = self.task.instruction(self.stage) or self.config.instruction
        self.spec = replace(self.spec, instruction=told)
        self.seed, self._step_count, self._running = seed, 0, True
        self._readings, self.samples, self._reward = {}, [], 0.0
        self._read_due()
        return self._observe()

    def step(self, action: ArrayLike, joints: JointTargets | None = None) -> Step:
        """Apply an action for one control step.

        Args:
            action: Actions of all robots in the order of the world file, shape (A,).
            joints: Arms that are commanded joint positions instead of their part of the action:
                name -> positions, shape (J,) [rad], and opening of the gripper [m] or None. The
                step's action holds for them what `Robot.command_joints` returns.

        Raises:
            ActionError: If it has a wrong shape or a number that is not finite; the world has
                not moved and the episode goes on.
            EpisodeError: If no episode runs.
        """
        if not self._running:
            raise EpisodeError("no episode is running", expected="a call of reset() first")
        commanded = apply(self.stage.robots, action, joints or {})
        self._parts.move_traffic()
        self.samples = []
        if self._contacts is not None:
            self._contacts.clear()
        self._advance()
        self._step_count += 1
        self._reward = self.task.reward(self.stage)
        outcome = self._outcome()
        self._running = outcome is None or self._goes_on
        return Step(self._observe(), commanded, self._reward, outcome)

    def watch(self, hz: int, look: Callable[[], None]) -> None:
        """Have something called at every stamp of a rate, from the next reset on: for a film.

        Args:
            hz: It divides the physics rate, and need not divide the control rate [Hz].
            look: Called at stamp 0 too, after the sensors that are due were read.

        Raises:
            ConfigError: If the rate does not divide the physics rate.
        """
        period = ticks_per(self.config.rates.physics_hz, hz, where="frames per second")
        self._watch = (period, look)

    @property
    def stamp_ns(self) -> int:
        """Episode time [ns]."""
        return self.world.time_ns

    @property
    def step_count(self) -> int:
        """Control steps taken in this episode."""
        return self._step_count

    def step_truth(self) -> StepTruth:
        """Ground truth of this instant."""
        contacts = self._contacts.newest() if self._contacts is not None else ()
        return step_truth(self.stage, self.task, contacts=contacts, reward=self._reward)

    def episode_truth(self) -> EpisodeTruth:
        """Ground truth that holds for the whole episode."""
        return episode_truth(self.stage, self.task, roads=self.config.roads)

    def descriptions(self) -> dict[str, str]:
        """URDF text of each robot."""
        return {name: robot.description() for name, robot in self.stage.robots.items()}

    def fixed_bases(self) -> dict[str, tuple[str, Pose]]:
        """Base link and pose of each robot that cannot move."""
        bodies = {name: robot.body for name, robot in self.stage.robots.items()}
        return {n: (b.base_link, b.base_pose()) for n, b in bodies.items() if b.is_fixed}

    def observation_space(self) -> spaces.Dict:
        """Finite boxes of everything that an observation holds, by name.

        Raises:
            ConfigError: If a sensor has the name of an entry of the ground truth.
        """
        boxes = {name: sensor.space(self.world) for name, sensor in self._parts.sensors.items()}
        truth = self.task.privileged_space(self.stage) if self.privileged else {}
        for name in truth.keys() & boxes.keys():
            raise ConfigError("a sensor has the name of a ground truth", where=f"sensors.{name}")
        return spaces.Dict({**boxes, **truth})

    def close(self) -> None:
        """Free the engine; a second call does nothing."""
        self._running = False
        self.world.close()

    def _place(self, seed: int, draw: Draw | None) -> None:
        """Place what the world file gives, or what the episode draws of it."""
        if self._variation is not None:
            self._take(*self._variation.place(seed, draw))
            return
        if draw is not None:
            checked_draw(self.config, draw)
        self._parts.place()
        if self._contacts is not None:
            self._contacts.clear()

    def _take(self, parts: Assembly, draw: Draw) -> None:
        """Work with these parts from now on; they have been placed."""
        self._parts, self.stage, self.task, self.draw = parts, parts.stage, parts.task, draw
        self.spec = parts.spec()
        self.view = camera_spec(parts.config.view, parts.config.view.mount)
        self._contacts = ContactLog(self.stage) if self._records_contacts else None

    def _advance(self) -> None:
        world, periods = self.world, list(self._periods.values())
        if self._watch is not None:
            periods.append(self._watch[0])
        end = world.step_index + self._substeps
        on_step = self._contacts.collect if self._contacts is not None else None
        while world.step_index < end:
            now = world.step_index
            stop = min((now + period - now % period for period in periods), default=end)
            world.step(min(stop, end) - now, on_step=on_step)
            self._read_due()

    def _read_due(self) -> None:
        world = self.world
        for name, sensor in self._parts.sensors.items():
            if world.step_index % self._periods[name] == 0:
                reading = sensor.read(world)
                self._readings[name] = reading
                self.samples.append(Sample(name, world.time_ns, reading))
        if self._watch is not None and world.step_index % self._watch[0] == 0:
            self._watch[1]()

    def _observe(self) -> Observation:
        truth = self.task.privileged(self.stage) if self.privileged else None
        # Copies: a sensor slower than the control loop would else give one array to many steps.
        readings = {name: reading.copy() for name, reading in self._readings.items()}
        stamp = stamp_of(self._step_count, self.spec.control_hz)
        return Observation(stamp, readings, self.spec.instruction, truth)

    def _outcome(self) -> Outcome | None:
        success = self.task.is_success(self.stage)
        failure = None if success else self.task.failure(self.stage)
        if success or failure is not None:
            return self._ended(failure or "success", success=success)
        if self._step_count >= self.config.time_limit_steps:
            return self._ended("time_limit", success=False)
        return None

    def _ended(self, reason: str, *, success: bool) -> Outcome:
        out_of_time = reason == "time_limit"
        return Outcome(
            reason=reason,
            terminated=not out_of_time,
            truncated=out_of_time,
            is_success=success,
            steps=self._step_count,
        )
