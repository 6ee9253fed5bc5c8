"""A goal goes through the states of the design and no others."""

import pytest
from action_msgs.msg import GoalInfo
from rclpy.action._server_goal import GoalEvent, GoalStatus, ServerGoalHandle
from rclpy.exceptions import RCLError


class Server:
    """Notes what goals tell it."""

    def __init__(self):
        self.states, self.done, self.executed, self.forgotten = [], [], [], []

    def on_state_change(self, handle):
        self.states.append(GoalStatus(handle.status))

    def notify_execute(self, handle, callback):
        self.executed.append(callback)

    def notify_goal_done(self, handle, response):
        self.done.append(response)

    def forget(self, key):
        self.forgotten.append(key)


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def goal(server):
    return ServerGoalHandle(server, GoalInfo(), "request")


def test_a_goal_begins_as_accepted_and_active(goal):
    assert goal.status == GoalStatus.ACCEPTED
    assert goal.is_active
    assert not goal.is_cancel_requested
    assert goal.request == "request"
    assert goal.goal_info.goal_id == goal.goal_id


@pytest.mark.parametrize(
    ("end", "status"), [("succeed", GoalStatus.SUCCEEDED), ("abort", GoalStatus.ABORTED)]
)
def test_a_goal_that_is_carried_out_ends(goal, server, end, status):
    goal.execute()
    getattr(goal, end)()
    assert server.states == [GoalStatus.EXECUTING, status]
    assert server.executed == [None]
    assert not goal.is_active


@pytest.mark.parametrize("end", ["succeed", "abort", "canceled"])
def test_a_goal_that_is_being_cancelled_may_end_in_any_way(goal, end):
    goal._update_state(GoalEvent.CANCEL_GOAL)
    assert goal.is_cancel_requested
    goal.execute()
    assert goal.is_cancel_requested
    getattr(goal, end)()
    assert not goal.is_active


@pytest.mark.parametrize("end", ["succeed", "abort", "canceled"])
def test_a_goal_cannot_end_before_it_is_carried_out_or_twice(goal, end):
    with pytest.raises(RCLError, match="cannot go from ACCEPTED"):
        getattr(goal, end)()
    goal.execute()
    goal.succeed()
    with pytest.raises(RCLError, match="cannot go from SUCCEEDED"):
        getattr(goal, end)()


def test_a_goal_that_was_not_cancelled_cannot_be_canceled(goal):
    goal.execute()
    with pytest.raises(RCLError, match="cannot go from EXECUTING by CANCELED"):
        goal.canceled()


def test_a_result_may_be_given_with_the_end(goal, server):
    goal.execute()
    goal.succeed("result")
    assert server.done == ["result"]


def test_a_goal_may_be_forgotten(goal, server):
    goal.destroy()
    assert server.forgotten == [bytes(16)]
