"""Control of a live simulation, as simulation_interfaces asks for it, but without messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from physai_sim.control.control_error import (
    NO_WORLD_LOADED,
    ControlError,
    ResultCode,
)
from physai_sim.control.loaded_world import LoadedWorld, loaded
from physai_sim.control.reset_scope import EVERYTHING, Scope, parts_of
from physai_sim.control.sim_clock import SimClock
from physai_sim.control.sim_state import SimState, StateMachine
from physai_sim.control.spawn_models import Resource, SpawnModels
from physai_sim.control.stepping import Stepper, StepRequest
from physai_sim.control.world_catalog import WorldCatalog, WorldInfo
from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import PhysAIError
from physai_sim.core.timing import NS_PER_S
from physai_sim.core.types import Observation
from physai_sim.envs.session import Session

__all__ = ["Scope", "SimControl", "SimListener"]


class SimListener(Protocol):
    """Who must know what happens: the node that publishes the world."""

    def world_changed(self, session: Session | None) -> None:
        """Another world stands, not yet reset; or none."""

    def episode_started(self, observation: Observation) -> None:
        """An episode is at its first instant; goals and commands of the last one are void."""

    def time_restarted(self) -> None:
        """Simulated time begins again amid an episode, which goes on."""


class SimControl:
    """One simulation with its state, world, episodes and entities.

    It has no thread and no lock of its own: the node calls it from one thread at a time, asks
    `is_tick_due` in its loop, takes a control step with the session, and says so with `ticked`.

    Args:
        open_session: Opens a Session on a checked world.
        listener: Who must know what happens.
        roots: Folders that world files and models may be loaded from.
        seed: Of the first episode; each later one has the next.
    """

    def __init__(
        self,
        open_session: Callable[[WorldConfig], Session],
        listener: SimListener,
        *,
        roots: Sequence[Path] = (),
        seed: int = 0,
    ) -> None:
        self._open_session, self._listener, self.first_seed = open_session, listener, seed
        self.models, self.worlds = SpawnModels(roots), WorldCatalog(roots)
        self.clock, self.stepper = SimClock(), Stepper()
        self._machine = StateMachine(self.reset)
        self._loaded: LoadedWorld | None = None

    @property
    def state(self) -> SimState:
        """The present state."""
        return self._machine.state

    @property
    def loaded(self) -> LoadedWorld:
        """The present world.

        Raises:
            ControlError: With INCORRECT_STATE, if none is loaded.
        """
        self._machine.require_world()
        assert self._loaded is not None, "there is a world in every other state"
        return self._loaded

    def current_world(self) -> WorldInfo:
        """What world is loaded.

        Raises:
            ControlError: With NO_WORLD_LOADED, if none is.
        """
        if self._loaded is None:
            raise ControlError(NO_WORLD_LOADED, "no world is loaded")
        return self._loaded.info

    @property
    def is_tick_due(self) -> bool:
        """Whether the node is to take a control step, as its pace allows."""
        if self.state is SimState.PAUSED:
            return self.stepper.is_wanted
        return self.state is SimState.PLAYING

    def ticked(self) -> int:
        """A control step was taken; simulated time after it [ns]."""
        self.stepper.took()
        return self.clock.advance(self.loaded.session.stamp_ns)

    def set_state(self, target: int) -> None:
        """Go to a state; see `StateMachine.request`."""
        self._machine.request(target)
        self.stepper.fail(f"the simulation became {self.state.name}")

    def step(self, steps: int, hear: Callable[[StepRequest], None] | None = None) -> StepRequest:
        """Ask for control steps; the request tells when they are taken.

        Args:
            steps: How many.
            hear: Called with the request after each step, and at its end.

        Raises:
            ControlError: If the simulation is not paused, or steps already.
        """
        if self.state is not SimState.PAUSED:
            what, got = "steps can be taken while paused alone", self.state.name
            raise ControlError(ResultCode.OPERATION_FAILED, what, got=got, expected="PAUSED")
        return self.stepper.ask(steps, hear)

    def reset(self, scope: int = Scope.ALL, *, seed: int | None = None) -> None:
        """Bring parts of the simulation back to their start; its state stays.

        Args:
            scope: Bits of `Scope`; 0 is everything.
            seed: Of the episode that a reset of STATE begins; by default the first again where
                everything is reset, as if it had just been launched, and else the next.

        Raises:
            ControlError: If the scope is none, no world is loaded, or the episode cannot start.
        """
        world = self.loaded
        parts = parts_of(scope)
        if seed is not None and seed < 0:
            what = "a seed must not be negative"
            raise ControlError(ResultCode.OPERATION_FAILED, what, got=seed)
        if Scope.SPAWNED in parts:
            world.spawner.delete_all()
        observation = None
        if Scope.STATE in parts:
            usual = self.first_seed if parts == EVERYTHING else world.session.seed + 1
            observation = self._begun(world, usual if seed is None else seed)
        if Scope.TIME in parts:
            self.clock.restart()
        if observation is not None:
            self._listener.episode_started(observation)
        elif Scope.TIME in parts:
            self._listener.time_restarted()

    def load(self, resource: Resource) -> WorldInfo:
        """Load a world in place of the present one, and stop at its start.

        A resource that is refused leaves the present world as it is. Simulated time goes on.

        Raises:
            ControlError: With the code of LoadWorld; if the world cannot be built, none is left.
        """
        self._refuse_while_quitting()
        config, uri = self.worlds.find(resource)
        return self.start(config, uri=uri)

    def start(self, config: WorldConfig, *, uri: str = "") -> WorldInfo:
        """As `load`, for a world that was read already."""
        self._clear()
        self._machine.state = SimState.LOADING_WORLD
        try:
            session = self._open_session(config)
            world = self._loaded = loaded(session, uri=uri, models=self.models)
            self._listener.world_changed(session)
            observation = self._begun(world, self.first_seed)
        except BaseException as error:
            self._clear()
            if isinstance(error, PhysAIError):
                raise ControlError(ResultCode.OPERATION_FAILED, str(error)) from error
            raise
        self._machine.state = SimState.STOPPED
        self._listener.episode_started(observation)
        return world.info

    def unload(self) -> None:
        """Leave no world.

        Raises:
            ControlError: If none is loaded.
        """
        self._refuse_while_quitting()
        self.current_world()
        self._clear()

    def close(self) -> None:
        """Free the engine, whatever the state; a second call does nothing."""
        self.stepper.fail("the simulation has ended")
        if self._loaded is not None:
            self._loaded.session.close()

    def _refuse_while_quitting(self) -> None:
        if self.state is SimState.QUITTING:
            raise ControlError(ResultCode.INCORRECT_STATE, "the simulation is QUITTING")

    def _clear(self) -> None:
        self.stepper.fail("the world was unloaded")
        world, self._loaded = self._loaded, None
        self._machine.state = SimState.NO_WORLD
        if world is not None:
            self._listener.world_changed(None)
            world.session.close()

    def _begun(self, world: LoadedWorld, seed: int) -> Observation:
        self.stepper.fail("the episode was reset")
        try:
            observation = world.session.reset(seed)
        except PhysAIError as error:
            self._machine.halt()
            raise ControlError(ResultCode.OPERATION_FAILED, str(error)) from error
        self.clock.start_episode(gap_ns=NS_PER_S // world.session.spec.control_hz)
        return observation
