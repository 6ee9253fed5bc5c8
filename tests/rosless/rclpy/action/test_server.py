"""Action servers take goals, carry them out and tell of them."""

import pytest
from action_msgs.msg import GoalStatus
from action_msgs.srv import CancelGoal
from example_interfaces.action import Fibonacci
from rclpy.action import ActionServer, CancelResponse, GoalResponse
from rclpy.task import Future
from std_msgs.msg import String
from unique_identifier_msgs.msg import UUID


def _succeed(handle):
    handle.succeed()
    return Fibonacci.Result(sequence=[handle.request.order])


def test_a_goal_is_accepted_carried_out_and_has_a_result(play):
    one = play(_succeed)
    handle = one.send(5)
    assert handle.accepted
    assert (handle.stamp.sec, handle.stamp.nanosec) > (0, 0)
    found = one.result(handle)
    assert found.status == GoalStatus.STATUS_SUCCEEDED
    assert list(found.result.sequence) == [5]


def test_a_goal_may_be_refused(play):
    one = play(_succeed, goal_callback=lambda goal: GoalResponse(1 + (goal.order > 0)))
    assert not one.send(0).accepted
    assert one.send(1).accepted


def test_a_goal_callback_that_raises_refuses_the_goal(play, capfd):
    def decide(goal):
        raise KeyError("lost")

    assert not play(_succeed, goal_callback=decide).send().accepted
    assert "Error raised in user callback: 'lost'" in capfd.readouterr().err


def test_one_identity_is_taken_once(play, capfd):
    one, identity = play(_succeed), UUID(uuid=list(range(16)))
    assert one.send(goal_uuid=identity).accepted
    assert not one.send(goal_uuid=identity).accepted
    assert "Goal ID already in use" in capfd.readouterr().err


def test_an_execution_that_raises_aborts_the_goal(play, capfd):
    def fail(handle):
        raise KeyError("lost")

    one = play(fail)
    found = one.result(one.send())
    assert found.status == GoalStatus.STATUS_ABORTED
    assert found.result == Fibonacci.Result()
    err = capfd.readouterr().err
    assert "Error raised in execute callback: 'lost'" in err
    assert "Goal state not set, assuming aborted" in err


def test_an_execution_that_says_nothing_aborts_the_goal(play):
    one = play(lambda handle: Fibonacci.Result(sequence=[1]))
    found = one.result(one.send())
    assert found.status == GoalStatus.STATUS_ABORTED
    assert list(found.result.sequence) == [1]


def test_a_goal_may_be_aborted_with_a_result(play):
    def abort(handle):
        handle.abort()
        return Fibonacci.Result(sequence=[7])

    one = play(abort)
    found = one.result(one.send())
    assert (found.status, list(found.result.sequence)) == (GoalStatus.STATUS_ABORTED, [7])


def test_feedback_reaches_the_client_in_order(play):
    def execute(handle):
        for number in range(3):
            handle.publish_feedback(Fibonacci.Feedback(sequence=[number]))
        with pytest.raises(TypeError, match="Feedback"):
            handle.publish_feedback(String())
        return _succeed(handle)

    one, heard = play(execute), []
    handle = one.send(feedback_callback=lambda m: heard.append(m.feedback.sequence[0]))
    assert handle.accepted
    one.nodes.spin_until(lambda: heard == [0, 1, 2])


class Patient:
    """Carries a goal out until it is let go, or cancelled."""

    def __init__(self):
        self.gate, self.handles = Future(), []

    async def __call__(self, handle):
        self.handles.append(handle)
        await self.gate
        handle.canceled() if handle.is_cancel_requested else handle.succeed()
        return Fibonacci.Result(sequence=[1])


@pytest.fixture
def patient():
    return Patient()


def test_a_goal_is_cancelled_where_the_server_agrees(play, patient):
    one = play(patient, cancel_callback=lambda _: CancelResponse.ACCEPT)
    handle = one.send()
    answer = one.cancel(handle)
    assert answer.return_code == CancelGoal.Response.ERROR_NONE
    assert [info.goal_id for info in answer.goals_canceling] == [handle.goal_id]
    patient.gate.set_result(None)
    assert one.result(handle).status == GoalStatus.STATUS_CANCELED


def test_cancelling_is_refused_by_default(play, patient):
    one = play(patient)
    handle = one.send()
    assert one.cancel(handle).goals_canceling == []
    patient.gate.set_result(None)
    assert one.result(handle).status == GoalStatus.STATUS_SUCCEEDED


def test_a_goal_that_has_ended_or_is_being_cancelled_cannot_be_cancelled(play, patient):
    one = play(patient, cancel_callback=lambda _: CancelResponse.ACCEPT)
    handle = one.send()
    one.cancel(handle)
    assert one.cancel(handle).return_code == CancelGoal.Response.ERROR_GOAL_TERMINATED
    patient.gate.set_result(None)
    one.result(handle)
    assert one.cancel(handle).return_code == CancelGoal.Response.ERROR_GOAL_TERMINATED


def test_a_goal_may_wait_before_it_is_carried_out(play):
    waiting = []
    one = play(_succeed, handle_accepted_callback=waiting.append)
    handle = one.send()
    future = handle.get_result_async()
    one.nodes.spin_until(lambda: waiting)
    assert waiting[0].status == GoalStatus.STATUS_ACCEPTED
    assert not future.done()
    waiting[0].execute()
    assert one.nodes.answer(future).status == GoalStatus.STATUS_SUCCEEDED


def test_a_goal_may_be_carried_out_by_another_callback(play):
    def other(handle):
        handle.succeed()
        return Fibonacci.Result(sequence=[99])

    one = play(_succeed, handle_accepted_callback=lambda handle: handle.execute(other))
    assert list(one.result(one.send()).result.sequence) == [99]


def test_a_goal_that_is_cancelled_before_it_begins_is_carried_out_as_cancelled(play):
    waiting = []

    def execute(handle):
        assert handle.is_cancel_requested
        handle.canceled()
        return Fibonacci.Result()

    accept = {"cancel_callback": lambda _: CancelResponse.ACCEPT}
    one = play(execute, handle_accepted_callback=waiting.append, **accept)
    handle = one.send()
    one.cancel(handle)
    waiting[0].execute()
    assert one.result(handle).status == GoalStatus.STATUS_CANCELED


def test_the_result_of_a_goal_that_nobody_knows_is_unknown(play):
    one = play(_succeed)
    handle = one.send()
    handle._goal_id = UUID(uuid=[9] * 16)
    assert one.result(handle).status == GoalStatus.STATUS_UNKNOWN


def test_a_result_is_forgotten_after_its_time(play):
    one = play(_succeed, result_timeout=0.05)
    handle = one.send()
    one.nodes.spin_until(lambda: not one.server._goals.results)
    assert one.result(handle).status == GoalStatus.STATUS_UNKNOWN


def test_the_states_of_all_goals_are_published_and_latched(play, patient):
    one = play(patient)
    first, second = one.send(), one.send()
    one.nodes.spin_until(lambda: len(patient.handles) == 2)
    assert first.goal_id != second.goal_id
    one.nodes.spin_until(lambda: first.status == second.status == GoalStatus.STATUS_EXECUTING)
    patient.gate.set_result(None)
    one.nodes.spin_until(lambda: first.status == second.status == GoalStatus.STATUS_SUCCEEDED)


def test_a_malformed_request_is_dropped_with_one_line_and_the_next_is_answered(play, capfd):
    one = play(_succeed)
    one.client._services["send_goal"].writer.write(b"\0\1\0\0" + bytes(16 + 20 + 12))
    assert one.send().accepted
    assert capfd.readouterr().err.count("request of action '/fibonacci' was dropped") == 1


def test_a_destroyed_server_leaves_the_graph(play):
    one = play(_succeed)
    one.server.destroy()
    one.nodes.spin_until(lambda: not one.client.server_is_ready())
    assert one.server not in list(one.server_node.waitables)


def test_a_server_ends_with_its_node_while_a_goal_runs(play, patient):
    one = play(patient)
    handle = one.send()
    one.nodes.spin_until(lambda: patient.handles)
    one.server_node.destroy_node()
    one.nodes.spin_until(lambda: not one.client.server_is_ready())
    assert handle.accepted


@pytest.mark.parametrize("callback", [None, 3])
def test_what_cannot_be_called_carries_nothing_out(nodes, callback):
    with pytest.raises(TypeError, match="not callable"):
        ActionServer(nodes.node("server"), Fibonacci, "fibonacci", callback)
