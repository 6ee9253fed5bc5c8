"""StepSimulation and SimulateSteps."""

import numpy as np

from physai_sim.control.control_error import (
    ResultCode,
)
from physai_sim.control.sim_state import SimState

OK = ResultCode.OK


def test_steps_are_taken_while_paused_and_end_when_all_are_done(client, loop, state):
    assert client.code("step_simulation") == ResultCode.OPERATION_FAILED
    assert client.code("set_simulation_state", state(2)) == OK
    loop.delay_s = 0.01
    assert client.code("step_simulation", steps=10) == OK
    assert len(loop.stamps) == 10
    period_ns = 10**9 // loop.control.loaded.session.spec.control_hz
    assert set(np.diff(loop.stamps)) == {period_ns}
    assert client.call("get_simulation_state").state.state == SimState.PAUSED
    assert client.code("step_simulation", steps=0) == ResultCode.OPERATION_FAILED


def test_steps_that_cannot_all_be_taken_say_how_many_there_were(client, loop, state):
    client.code("set_simulation_state", state(2))
    loop.delay_s = 0.02
    stepping = client.send("step_simulation", steps=10_000)
    client.until(lambda: len(loop.stamps) > 3)
    assert client.code("step_simulation") == ResultCode.OPERATION_FAILED
    assert client.code("set_simulation_state", state(1)) == OK
    result = client.wait(stepping).result
    assert result.result == ResultCode.OPERATION_FAILED
    assert "of 10000 steps were taken: the simulation became PLAYING" in result.error_message


def test_the_action_tells_of_every_step(client, state, simulate):
    client.code("set_simulation_state", state(2))
    heard, answer = simulate(client, 5)
    assert heard == [(1, 4), (2, 3), (3, 2), (4, 1), (5, 0)]
    assert (answer.status, answer.result.result.result) == (4, OK)


def test_the_action_ends_after_the_present_step_when_it_is_cancelled(
    client, loop, state, simulate
):
    client.code("set_simulation_state", state(2))
    loop.delay_s = 0.02
    asked = []

    def cancel(goal):
        if len(asked) < 3:
            asked.append(goal.cancel_goal_async())

    _, answer = simulate(client, 10_000, cancel)
    result = answer.result.result
    assert (answer.status, result.result) == (5, ResultCode.OPERATION_FAILED)
    assert result.error_message.startswith(f"{len(loop.stamps)} of 10000 steps were taken")
    assert "canceled" in result.error_message
    assert len(loop.stamps) < 200
    assert client.code("step_simulation") == OK


def test_the_action_is_aborted_where_no_steps_can_be_taken(client, simulate):
    heard, answer = simulate(client, 5)
    assert (heard, answer.status) == ([], 6)
    assert answer.result.result.result == ResultCode.OPERATION_FAILED
    assert "PAUSED" in answer.result.result.error_message
