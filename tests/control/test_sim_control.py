"""A simulation under control: worlds, states, steps, resets, spawned bodies."""

from itertools import pairwise

import numpy as np
import pytest

from physai_sim.control.control_error import (
    NO_WORLD_LOADED,
    ControlError,
    ResultCode,
    StateCode,
    WorldCode,
)
from physai_sim.control.features import Feature
from physai_sim.control.reset_scope import Scope
from physai_sim.control.sim_control import SimControl
from physai_sim.control.sim_state import SimState
from physai_sim.control.spawn_models import Resource
from physai_sim.control.spawner import SpawnRequest
from physai_sim.core.errors import ConfigError, MachineError
from physai_sim.core.geometry import Pose
from physai_sim.envs.session import Session

BOX = Resource("physai://shapes/box")
CRATE = SpawnRequest(BOX, name="crate", pose=Pose((1.0, 1.0, 2.0)))


class Listener:
    def __init__(self):
        self.heard = []

    def world_changed(self, session):
        self.heard.append(None if session is None else session.config.name)

    def episode_started(self, observation):
        self.heard.append(observation.stamp_ns)

    def time_restarted(self):
        self.heard.append("time")


@pytest.fixture
def listener():
    return Listener()


@pytest.fixture
def control(listener):
    made = SimControl(lambda config: Session(config, cameras=False), listener, seed=7)
    yield made
    made.close()


@pytest.fixture
def reach(control):
    control.load(Resource("reach"))
    return control


def tick(control, count=1):
    for _ in range(count):
        assert control.is_tick_due
        session = control.loaded.session
        session.step(np.zeros(len(session.spec.action_low)))
        control.ticked()


def test_without_a_world_nothing_goes(control):
    assert control.state is SimState.NO_WORLD
    for call in (lambda: control.loaded, control.reset):
        with pytest.raises(ControlError, match="NO_WORLD") as caught:
            call()
        assert caught.value.code == ResultCode.INCORRECT_STATE
    for call in (control.current_world, control.unload):
        with pytest.raises(ControlError) as caught:
            call()
        assert caught.value.code == NO_WORLD_LOADED
    with pytest.raises(ControlError) as caught:
        control.set_state(SimState.PLAYING)
    assert caught.value.code == StateCode.INCORRECT_TRANSITION
    assert not control.is_tick_due


def test_a_world_is_loaded_stopped_at_its_start(reach, listener):
    assert reach.state is SimState.STOPPED
    assert reach.current_world().uri == "physai://worlds/reach"
    assert listener.heard == ["reach", 0]
    assert reach.loaded.session.seed == 7
    assert not reach.is_tick_due


def test_another_world_takes_its_place_and_time_goes_on(reach, listener):
    reach.set_state(SimState.PLAYING)
    tick(reach, 3)
    reach.loaded.spawner.spawn(CRATE)
    first = reach.loaded.session
    reach.load(Resource("push"))
    assert listener.heard == ["reach", 0, None, "push", 0]
    assert reach.state is SimState.STOPPED
    assert reach.clock.now_ns > 300_000_000
    assert "crate" not in reach.loaded.session.world.bodies
    assert first.world.client < 0


def test_a_resource_that_is_refused_leaves_the_world(reach):
    reach.set_state(SimState.PLAYING)
    with pytest.raises(ControlError) as caught:
        reach.load(Resource("nowhere"))
    assert caught.value.code == WorldCode.NO_RESOURCE
    assert (reach.state, reach.current_world().name) == (SimState.PLAYING, "reach")


def test_a_world_that_cannot_be_built_leaves_none(listener):
    def fail(config):
        raise MachineError("no display")

    control = SimControl(fail, listener)
    with pytest.raises(ControlError, match="no display") as caught:
        control.load(Resource("reach"))
    assert caught.value.code == ResultCode.OPERATION_FAILED
    assert control.state is SimState.NO_WORLD


def test_unloading_leaves_no_world(reach, listener):
    reach.unload()
    assert reach.state is SimState.NO_WORLD
    assert listener.heard[-1] is None
    reach.load(Resource("reach"))
    assert reach.state is SimState.STOPPED


def test_stopping_brings_everything_back_to_the_first_instant(reach):
    start = reach.loaded.session.world.state_hash()
    reach.set_state(SimState.PLAYING)
    reach.loaded.spawner.spawn(CRATE)
    tick(reach, 5)
    reach.set_state(SimState.STOPPED)
    assert reach.loaded.session.world.state_hash() == start
    assert (reach.clock.now_ns, reach.loaded.session.seed) == (0, 7)
    assert not reach.is_tick_due


def test_steps_are_taken_while_paused_alone(reach):
    for state in (SimState.STOPPED, SimState.PLAYING):
        if reach.state is not state:
            reach.set_state(state)
        with pytest.raises(ControlError, match=f"got '{state.name}'") as caught:
            reach.step(1)
        assert caught.value.code == ResultCode.OPERATION_FAILED
    reach.set_state(SimState.PAUSED)
    assert not reach.is_tick_due
    before = reach.clock.now_ns
    request = reach.step(3)
    tick(reach, 3)
    assert not reach.is_tick_due
    request.check()
    assert reach.state is SimState.PAUSED
    assert reach.clock.now_ns == before + 300_000_000


def test_a_stopped_simulation_can_be_paused_and_stepped_from_its_first_instant(reach):
    reach.set_state(SimState.PAUSED)
    reach.step(1)
    tick(reach)
    assert reach.clock.now_ns == 100_000_000


@pytest.mark.parametrize(
    ("interrupt", "why"),
    [
        (lambda c: c.set_state(SimState.PLAYING), "became PLAYING"),
        (lambda c: c.reset(Scope.STATE), "the episode was reset"),
        (lambda c: c.unload(), "the world was unloaded"),
    ],
)
def test_steps_end_when_the_simulation_goes_elsewhere(interrupt, why, reach):
    reach.set_state(SimState.PAUSED)
    request = reach.step(5)
    tick(reach)
    interrupt(reach)
    assert request.is_done
    with pytest.raises(ControlError, match=f"1 of 5 steps were taken: .*{why}"):
        request.check()


@pytest.fixture
def busy(reach):
    reach.set_state(SimState.PLAYING)
    tick(reach, 2)
    reach.loaded.spawner.spawn(CRATE)
    tick(reach, 2)
    return reach


def height(control):
    return control.loaded.entities.state("crate").pose_in_world.position_m[2]


def test_a_reset_of_the_state_keeps_time_and_what_was_spawned(busy):
    assert height(busy) < 1.9
    busy.reset(Scope.STATE)
    assert busy.state is SimState.PLAYING
    assert height(busy) == pytest.approx(2.0)
    assert busy.loaded.session.seed == 8
    assert busy.loaded.session.stamp_ns == 0
    assert busy.clock.now_ns == 500_000_000


def test_a_reset_of_what_was_spawned_keeps_all_else(busy):
    stamp, seed = busy.clock.now_ns, busy.loaded.session.seed
    busy.reset(Scope.SPAWNED)
    assert "crate" not in busy.loaded.session.world.bodies
    assert (busy.clock.now_ns, busy.loaded.session.seed) == (stamp, seed)
    assert busy.loaded.session.step_count == 4


def test_a_reset_of_time_keeps_all_else(busy):
    before = busy.loaded.session.world.state_hash()
    busy.reset(Scope.TIME)
    assert busy.clock.now_ns == 0
    assert busy.loaded.session.world.state_hash() == before
    tick(busy)
    assert busy.clock.now_ns == 100_000_000


@pytest.mark.parametrize("scope", [Scope.DEFAULT, Scope.ALL, 7])
def test_a_reset_of_everything_is_as_a_launch(scope, busy):
    busy.reset(scope)
    assert "crate" not in busy.loaded.session.world.bodies
    assert (busy.clock.now_ns, busy.loaded.session.seed) == (0, 7)


def test_an_episode_of_a_reset_has_the_seed_that_was_asked(busy, listener):
    heard = len(listener.heard)
    busy.reset(Scope.STATE | Scope.SPAWNED, seed=42)
    assert busy.loaded.session.seed == 42
    assert listener.heard[heard:] == [0]


@pytest.mark.parametrize(
    ("scope", "seed", "text"),
    [(8, 0, "scope"), (256, 0, "scope"), (-1, 0, "scope"), (7, -1, "seed")],
)
def test_a_reset_that_makes_no_sense_changes_nothing(scope, seed, text, busy):
    before = busy.loaded.session.world.state_hash()
    with pytest.raises(ControlError, match=text):
        busy.reset(scope, seed=seed)
    assert busy.loaded.session.world.state_hash() == before
    assert busy.loaded.spawner.names == ("crate",)


def test_twenty_resets_never_let_time_fall(reach):
    reach.set_state(SimState.PLAYING)
    seen = []
    for _ in range(20):
        tick(reach, 2)
        seen.append(reach.clock.now_ns)
        reach.reset(Scope.STATE | Scope.SPAWNED)
        seen.append(reach.clock.now_ns)
    assert all(a < b for a, b in pairwise(seen))


def test_quitting_stops_first_and_refuses_all_else(reach):
    reach.set_state(SimState.PLAYING)
    tick(reach)
    reach.set_state(SimState.QUITTING)
    assert reach.clock.now_ns == 0
    for call in (lambda: reach.load(Resource("push")), reach.unload):
        with pytest.raises(ControlError, match="QUITTING"):
            call()
    with pytest.raises(ControlError):
        reach.set_state(SimState.PLAYING)


def test_an_episode_that_cannot_start_is_told(reach, monkeypatch):
    def fail(seed):
        raise ConfigError("a draw is refused")

    monkeypatch.setattr(reach.loaded.session, "reset", fail)
    reach.set_state(SimState.PLAYING)
    with pytest.raises(ControlError, match="a draw is refused"):
        reach.reset(Scope.STATE)
    assert reach.state is SimState.PAUSED
    reach.set_state(SimState.PLAYING)
    with pytest.raises(ControlError) as caught:
        reach.set_state(SimState.STOPPED)
    assert caught.value.code == StateCode.STATE_TRANSITION_ERROR
    assert reach.state is SimState.PAUSED


def test_the_features_are_those_of_the_standard_but_convex_bounds():
    assert 7 not in list(Feature)
    assert len(Feature) == 31


def test_a_restart_of_time_alone_is_told_amid_the_episode(reach, listener):
    listener.heard.clear()
    reach.set_state(SimState.PLAYING)
    tick(reach, 2)
    reach.reset(Scope.TIME)
    assert listener.heard == ["time"]
    assert reach.clock.now_ns == 0
    tick(reach)
    assert reach.clock.now_ns == 100_000_000
    reach.reset(Scope.TIME | Scope.STATE)
    assert listener.heard == ["time", 0]
