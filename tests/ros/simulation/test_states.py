"""The state of the simulation, and its resets."""

from physai_sim.control.control_error import (
    ResultCode,
    StateCode,
)
from physai_sim.control.sim_state import SimState

OK = ResultCode.OK


def test_states_follow_one_another_with_the_codes_of_the_standard(client, state):
    assert client.code("set_simulation_state", state(0)) == StateCode.ALREADY_IN_TARGET_STATE
    assert client.code("set_simulation_state", state(5)) == StateCode.INCORRECT_TRANSITION
    assert client.code("set_simulation_state", state(1)) == OK
    assert client.call("get_simulation_state").state.state == SimState.PLAYING
    assert client.code("unload_world") == OK
    assert client.code("set_simulation_state", state(1)) == StateCode.INCORRECT_TRANSITION
    assert client.call("get_simulation_state").state.state == SimState.NO_WORLD


def test_an_episode_is_reset_with_a_seed_or_the_next_one(client, loop):
    response = client.call("reset_episode", use_seed=True, seed=2**40)
    assert (response.success, response.seed) == (True, 2**40)
    response = client.call("reset_episode")
    assert (response.success, response.seed, response.message) == (True, 2**40 + 1, "")
    assert loop.control.clock.now_ns > 0


def test_a_reset_of_a_part_that_is_none_is_not_supported(client):
    assert client.code("reset_simulation", scope=8) == ResultCode.FEATURE_UNSUPPORTED
