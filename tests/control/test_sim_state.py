"""Which state may follow which."""

import pytest

from physai_sim.control.control_error import ControlError, ResultCode, StateCode
from physai_sim.control.sim_state import SimState, StateMachine
from physai_sim.core.errors import EpisodeError

S = SimState
ALLOWED = {
    (S.STOPPED, S.PLAYING),
    (S.STOPPED, S.PAUSED),
    (S.STOPPED, S.QUITTING),
    (S.PLAYING, S.STOPPED),
    (S.PLAYING, S.PAUSED),
    (S.PLAYING, S.QUITTING),
    (S.PAUSED, S.STOPPED),
    (S.PAUSED, S.PLAYING),
    (S.PAUSED, S.QUITTING),
    (S.NO_WORLD, S.QUITTING),
}
STOPS = {(S.PLAYING, S.STOPPED), (S.PAUSED, S.STOPPED)}
STOPS |= {(S.PLAYING, S.QUITTING), (S.PAUSED, S.QUITTING)}


@pytest.mark.parametrize("target", list(S))
@pytest.mark.parametrize("state", list(S))
def test_every_pair_of_states(state, target):
    stops = []
    machine = StateMachine(lambda: stops.append(1))
    machine.state = state
    if (state, target) in ALLOWED:
        machine.request(target)
        assert machine.state is target
        assert len(stops) == ((state, target) in STOPS)
        return
    with pytest.raises(ControlError) as caught:
        machine.request(target)
    by_service = target not in (S.NO_WORLD, S.LOADING_WORLD)
    same = state is target and by_service
    expected = StateCode.ALREADY_IN_TARGET_STATE if same else StateCode.INCORRECT_TRANSITION
    assert caught.value.code == expected
    assert machine.state is state
    assert not stops


def test_a_number_that_is_no_state_is_refused():
    with pytest.raises(ControlError, match="got 17"):
        StateMachine(lambda: None).request(17)


def test_a_stop_that_fails_leaves_it_paused():
    def fail():
        raise EpisodeError("the world was closed")

    machine = StateMachine(fail)
    machine.state = S.PLAYING
    with pytest.raises(ControlError, match="the world was closed") as caught:
        machine.request(S.STOPPED)
    assert caught.value.code == StateCode.STATE_TRANSITION_ERROR
    assert machine.state is S.PAUSED


@pytest.mark.parametrize("state", list(S))
def test_only_a_world_that_is_loaded_is_one(state):
    machine = StateMachine(lambda: None)
    machine.state = state
    if state in (S.NO_WORLD, S.LOADING_WORLD):
        with pytest.raises(ControlError, match=state.name) as caught:
            machine.require_world()
        assert caught.value.code == ResultCode.INCORRECT_STATE
    else:
        machine.require_world()
