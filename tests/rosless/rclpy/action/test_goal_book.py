"""The book of goals says which goals a request to cancel means, and forgets old ones."""

from types import SimpleNamespace

import pytest
from action_msgs.msg import GoalInfo
from builtin_interfaces.msg import Time
from rclpy.action._goal_book import GoalBook
from rclpy.action._server_goal import GoalEvent
from unique_identifier_msgs.msg import UUID

ONE, TWO, OTHER = (UUID(uuid=[n] * 16) for n in (1, 2, 3))


@pytest.fixture
def told():
    return []


@pytest.fixture
def book(nodes, told):
    """A book with two goals: ONE of 1 s and TWO of 2 s."""
    found = GoalBook(nodes.node("node"), 0.02, told.append)
    server = SimpleNamespace(on_state_change=found.on_state_change, notify_execute=lambda *_: 0)
    for number, identity in enumerate((ONE, TWO), start=1):
        request = SimpleNamespace(goal_id=identity, goal=f"goal {number}")
        found.add(server, request, Time(sec=number))
    return found


def _meant(book, identity=None, sec=0):
    goal_id = UUID() if identity is None else identity
    handles, code = book.meant_by(GoalInfo(goal_id=goal_id, stamp=Time(sec=sec)))
    return [handle.request for handle in handles], code


@pytest.mark.parametrize(
    ("identity", "sec", "goals"),
    [
        (None, 0, ["goal 1", "goal 2"]),
        (None, 1, ["goal 1"]),
        (None, 2, ["goal 1", "goal 2"]),
        (ONE, 0, ["goal 1"]),
        (TWO, 1, ["goal 1", "goal 2"]),
        (ONE, 1, ["goal 1"]),
    ],
)
def test_a_request_means_a_goal_those_until_a_time_or_all(book, identity, sec, goals):
    assert _meant(book, identity, sec) == (goals, 0)


def test_a_goal_that_is_not_there_is_unknown(book):
    assert _meant(book, OTHER) == ([], 2)


def test_goals_that_have_ended_or_are_being_cancelled_are_not_meant(book):
    book.handles[bytes([1] * 16)]._update_state(GoalEvent.CANCEL_GOAL)
    assert _meant(book) == (["goal 2"], 0)
    assert _meant(book, ONE) == ([], 3)


def test_each_change_is_told_with_all_goals(book, told):
    assert [len(statuses) for statuses in told] == [1, 2]
    book.handles[bytes([2] * 16)].execute()
    assert [status.status for status in told[-1]] == [1, 2]


def test_a_goal_that_has_ended_is_forgotten_after_a_while_and_others_are_not(nodes, book):
    goal = book.handles[bytes([1] * 16)]
    goal.execute()
    goal.succeed()
    nodes.spin_until(lambda: len(book.handles) == 1)
    assert list(book.results) == [bytes([2] * 16)]
    nodes.spin_until(book._timer.is_canceled)


def test_after_the_end_nothing_is_kept(book):
    book.close()
    assert book.handles == book.results == {}
