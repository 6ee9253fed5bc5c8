"""A goal as its client sees it."""

import threading

from action_msgs.msg import GoalStatus
from example_interfaces.action import Fibonacci
from rclpy.action import CancelResponse
from rclpy.task import Future


def test_a_goal_tells_its_identity_state_and_whether_it_was_taken(play):
    gate = Future()

    async def execute(handle):
        await gate
        handle.succeed()
        return Fibonacci.Result()

    one = play(execute)
    handle = one.send()
    assert handle.accepted
    assert len(handle.goal_id.uuid) == 16
    one.nodes.spin_until(lambda: handle.status == GoalStatus.STATUS_EXECUTING)
    assert repr(handle).startswith("ClientGoalHandle <id=")
    assert "accepted=True, status=2" in repr(handle)
    gate.set_result(None)
    one.result(handle)


def test_goals_are_equal_by_their_identity(play):
    def execute(handle):
        handle.succeed()
        return Fibonacci.Result()

    one = play(execute)
    first, second = one.send(), one.send()
    assert first == first.__class__(one.client, first.goal_id, first._response)
    assert first != second
    assert first != 3


def test_another_thread_may_cancel_a_goal_and_wait_for_its_end(play):
    gate, found = Future(), []

    async def execute(handle):
        await gate
        handle.canceled()
        return Fibonacci.Result()

    one = play(execute, cancel_callback=lambda _: CancelResponse.ACCEPT)
    handle = one.send()

    def cancel():
        found.append(len(handle.cancel_goal().goals_canceling))
        gate.set_result(None)
        found.append(handle.get_result().status)

    thread = threading.Thread(target=cancel)
    thread.start()
    one.nodes.spin_until(lambda: len(found) == 2)
    thread.join(20)
    assert found == [1, GoalStatus.STATUS_CANCELED]
