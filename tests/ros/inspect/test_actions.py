import dataclasses

import pytest

from physai_sim.core.errors import UnknownNameError
from physai_sim.ros.inspect import actions
from physai_sim.ros.inspect.session import LiveError

pytestmark = pytest.mark.slow

DOMAIN = 59
KIND = "example_interfaces/action/Fibonacci"


class Audience:
    """Keeps what it is told."""

    def __init__(self):
        self.ids, self.feedback, self.notices = [], [], []
        self.told = actions.Told(
            accepted=self.ids.append, feedback=self.feedback.append, notice=self.notices.append
        )


def test_servers_and_clients_are_told(live):
    with actions.GoalSender(live, "/lab/fibonacci", KIND):
        told = actions.info(live, "lab/fibonacci")
    assert told["types"] == [KIND]
    assert told["servers"] == [("/lab/robot", [KIND])]


def test_a_goal_is_followed_to_its_end(live):
    audience = Audience()
    with actions.GoalSender(live, "/lab/fibonacci", KIND) as sender:
        ended = sender.send(actions.make_goal(KIND, "{order: 5}"), audience.told, 30.0)
    assert (ended.status, list(ended.result.sequence)) == ("SUCCEEDED", [0, 1, 1, 2, 3, 5])
    assert audience.ids == [ended.goal_id]
    assert list(audience.feedback[0].sequence) == [0, 1, 1]
    assert audience.notices == []


def test_a_goal_may_be_rejected(live):
    audience = Audience()
    with actions.GoalSender(live, "/lab/fibonacci", KIND) as sender:
        ended = sender.send(actions.make_goal(KIND, "{order: 1001}"), audience.told, 30.0)
    assert (ended.status, ended.result, audience.ids) == ("REJECTED", None, [])


def test_a_goal_that_takes_too_long_is_canceled(live):
    audience = Audience()
    with actions.GoalSender(live, "/lab/fibonacci", KIND) as sender:
        ended = sender.send(actions.make_goal(KIND, "{order: 999}"), audience.told, 1.0)
    assert ended.status == "CANCELED"
    assert audience.notices == [
        "the goal did not end within 1.0 s",
        "canceling the goal",
        "the goal is canceled",
    ]


@pytest.mark.parametrize("moment", ["accepted", "feedback"])
def test_ctrl_c_cancels_the_goal_at_any_moment(live, moment):
    audience = Audience()

    def interrupt(what):
        raise KeyboardInterrupt

    told = dataclasses.replace(audience.told, **{moment: interrupt})
    sender = actions.GoalSender(live, "/lab/fibonacci", KIND)
    with sender, pytest.raises(KeyboardInterrupt):
        sender.send(actions.make_goal(KIND, "{order: 999}"), told, 30.0)
    assert audience.notices == ["canceling the goal", "the goal is canceled"]


def test_a_server_that_does_not_come_is_told(live):
    sender = actions.GoalSender(live, "/lab/fib", KIND)
    with sender, pytest.raises(LiveError, match=r"no server within 0.2 s, got '/lab/fib'"):
        sender.send(actions.make_goal(KIND, ""), Audience().told, 0.2)
    with pytest.raises(UnknownNameError, match="/lab/fibonacci: is of another type"):
        actions.GoalSender(live, "/lab/fibonacci", "tf2_msgs/action/LookupTransform")
