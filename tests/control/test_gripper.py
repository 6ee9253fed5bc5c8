"""Gripper goals: arriving, holding something, giving up; against the Panda's own fingers."""

import math
from dataclasses import replace

import pytest

from physai_sim.control.gripper import GripperFollower, GripperRules, opening_of, position_of
from physai_sim.core.errors import ActionError

S, TICK = 1_000_000_000, 100_000_000
RULES = GripperRules(max_opening_m=0.08, max_effort_n=20.0)


@pytest.fixture
def gripper():
    return GripperFollower(RULES)


def test_nothing_is_commanded_before_a_goal(gripper):
    assert gripper.update(0, 0.08, 0.0).command_m is None


def test_a_goal_succeeds_when_the_opening_is_there(gripper):
    gripper.accept(0.04, now_ns=0, effort_n=5.0, key="a")
    moving = gripper.update(TICK, 0.06, -0.1)
    assert (moving.command_m, moving.result) == (0.04, None)
    result = gripper.update(2 * TICK, 0.041, -0.05).result
    assert (result.key, result.status) == ("a", "succeeded")
    assert (result.state.reached_goal, result.state.stalled) == (True, False)
    assert result.state.effort_n == 5.0
    assert gripper.update(9 * S, 0.04, 0.0).command_m == 0.04


@pytest.mark.parametrize(("allowed", "status"), [(True, "succeeded"), (False, "aborted")])
def test_fingers_that_hold_something_stall(allowed, status):
    gripper = GripperFollower(replace(RULES, allow_stalling=allowed))
    gripper.accept(0.0, now_ns=0)
    updates = [
        gripper.update(k * TICK, max(0.08 - 0.02 * k, 0.04), -0.2 * (k < 3)) for k in range(9)
    ]
    results = [update.result for update in updates]
    assert results[:7] == [None] * 7
    assert results[7].status == status
    assert (results[7].state.stalled, results[7].state.reached_goal) == (True, False)
    assert "held up at an opening of 0.0400 m" in results[7].message
    assert updates[-1].command_m == 0.0  # it goes on squeezing
    assert updates[-1].state.stalled


def test_a_goal_that_neither_arrives_nor_stalls_is_given_up(gripper):
    gripper.accept(0.0, now_ns=0)
    assert gripper.update(10 * S - 1, 0.05, 0.1).result is None
    result = gripper.update(10 * S, 0.05, 0.1).result
    assert (result.status, result.message) == ("aborted", "neither arrived nor held up in 10 s")


def test_a_new_goal_preempts(gripper):
    gripper.accept(0.0, now_ns=0, key="old")
    gripper.update(TICK, 0.07, -0.1)
    result = gripper.accept(0.08, now_ns=TICK, key="new")
    assert (result.key, result.status, result.state.opening_m) == ("old", "aborted", 0.07)
    assert gripper.update(2 * TICK, 0.08, 0.0).result.key == "new"


def test_cancelling_leaves_the_fingers_where_they_are(gripper):
    assert gripper.cancel(0.05) is None
    gripper.accept(0.0, now_ns=0)
    assert gripper.cancel(0.05).status == "canceled"
    assert gripper.update(TICK, 0.05, 0.0).command_m == 0.05
    assert not gripper.is_running


def test_a_reset_ends_the_goal_and_asks_nothing_more(gripper):
    gripper.accept(0.0, now_ns=0)
    assert gripper.reset().message == "the episode was reset"
    assert gripper.update(TICK, 0.05, 0.0).command_m is None


@pytest.mark.parametrize("opening", [-0.01, 0.09, math.nan, math.inf])
def test_an_opening_out_of_range_is_refused(opening, gripper):
    gripper.accept(0.02, now_ns=0)
    with pytest.raises(ActionError, match=r"0 to 0\.08 m"):
        gripper.accept(opening, now_ns=0)
    assert gripper.is_running


@pytest.mark.parametrize(("asked", "kept"), [(0.0, 20.0), (99.0, 20.0), (7.0, 7.0)])
def test_an_effort_is_at_most_what_the_motors_have(asked, kept, gripper):
    gripper.accept(0.02, now_ns=0, effort_n=asked)
    assert gripper.update(0, 0.08, -0.1).state.effort_n == kept
    with pytest.raises(ActionError, match="effort"):
        gripper.accept(0.02, now_ns=0, effort_n=-1.0)


def test_a_position_is_half_the_opening():
    assert opening_of(0.02) == 0.04
    assert position_of(0.08) == 0.04


def test_the_pandas_fingers_arrive(open_session):
    session = open_session("reach", "robots.arm.action=joint_delta", cameras=False)
    session.reset(0)
    arm, gripper = session.stage.robots["arm"], GripperFollower(RULES)
    gripper.accept(0.03, now_ns=0)
    for _ in range(40):
        positions, velocities = arm.body.joint_states()
        update = gripper.update(session.stamp_ns, positions[-2:].sum(), velocities[-2:].sum())
        if update.result is not None:
            break
        session.step([0.0] * 7 + [update.command_m])
    assert update.result.status == "succeeded"
    assert update.result.state.reached_goal
