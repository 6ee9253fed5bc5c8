"""Goals: start, preemption, tolerances, cancel, reset."""

import numpy as np
import pytest

from physai_sim.control.tolerances import JointTolerance, Tolerances
from physai_sim.control.trajectory import ErrorCode, TrajectoryError, TrajectoryPoint, chunk_points
from physai_sim.control.trajectory_follower import TrajectoryFollower
from physai_sim.control.trajectory_goal import TrajectoryGoal
from physai_sim.control.trajectory_rules import JointRules
from physai_sim.core.types import ActionChunk

S, TICK = 1_000_000_000, 100_000_000
NAMES = ("shoulder", "elbow")
STILL = np.zeros(2)


@pytest.fixture
def follower(rules):
    return TrajectoryFollower(rules, period_ns=TICK)


def goal(*rows, **options):
    points = [TrajectoryPoint(round(t * S), *values) for t, *values in rows]
    return TrajectoryGoal(NAMES, points, **options)


def play(follower, start_ns, ticks, *, here=STILL, lag=0.0):
    """Perfect joints, or ones that stay behind by `lag`; the updates and where they ended."""
    updates = []
    for k in range(ticks):
        updates.append(follower.update(start_ns + k * TICK, here - lag, STILL))
        if updates[-1].command is not None:
            here = updates[-1].command
    return updates, here


def test_nothing_is_commanded_before_a_goal(follower):
    update = follower.update(0, STILL, STILL)
    assert (update.command, update.feedback, update.result) == (None, None, None)


def test_a_goal_starts_now_and_succeeds_at_its_end(follower):
    follower.accept(goal((1.0, [1.0, 0.5]), key="a"), now_ns=5 * S, here=STILL)
    updates, here = play(follower, 5 * S, 11)
    assert [u.command[0] for u in updates[:3]] == pytest.approx([0.1, 0.2, 0.3])
    assert here == pytest.approx([1.0, 0.5])
    assert [u.result for u in updates[:-1]] == [None] * 10
    result = updates[-1].result
    assert (result.key, result.status, result.code) == ("a", "succeeded", ErrorCode.SUCCESSFUL)
    assert not follower.is_running


def test_a_goal_holds_its_end_until_it_is_released(follower):
    follower.accept(goal((0.1, [1.0, 0.5])), now_ns=0, here=STILL)
    updates, _ = play(follower, 0, 20)
    assert updates[-1].command == pytest.approx([1.0, 0.5])
    assert follower.release() is None
    assert follower.update(3 * S, STILL, STILL).command is None


def test_a_goal_in_the_future_waits_for_its_stamp(follower):
    follower.accept(goal((1.0, [1.0, 0.0]), start_ns=6 * S), now_ns=5 * S, here=STILL)
    updates, _ = play(follower, 5 * S, 15)
    assert [u.command[0] for u in updates[:10]] == [0.0] * 10
    assert updates[14].command[0] == pytest.approx(0.5)


def test_a_goal_from_the_past_is_entered_midway(follower):
    path = goal((0.0, [0.0, 0.0]), (1.0, [1.0, 0.0]), start_ns=round(4.5 * S))
    follower.accept(path, now_ns=5 * S, here=STILL)
    assert follower.update(5 * S, STILL, STILL).command[0] == pytest.approx(0.6)


def test_a_goal_all_in_the_past_is_refused_and_the_other_goes_on(follower):
    follower.accept(goal((9.0, [1.0, 0.0]), key="a"), now_ns=5 * S, here=STILL)
    with pytest.raises(TrajectoryError, match=r"header\.stamp: all points .* past") as caught:
        follower.accept(goal((1.0, [1.0, 0.0]), start_ns=3 * S), now_ns=5 * S, here=STILL)
    assert caught.value.code is ErrorCode.OLD_HEADER_TIMESTAMP
    assert follower.is_running


def test_a_new_goal_preempts_and_leads_on_from_the_old_motion(follower):
    follower.accept(goal((2.0, [2.0, 0.0]), key="old"), now_ns=0, here=STILL)
    _, here = play(follower, 0, 5)
    later = goal((1.0, [0.0, 0.0]), start_ns=S, key="new")
    ended = follower.accept(later, now_ns=5 * TICK, here=here)
    assert (ended.key, ended.status, ended.code) == ("old", "aborted", ErrorCode.INVALID_GOAL)
    assert ended.message == "preempted by a new goal"
    updates, _ = play(follower, 5 * TICK, 16, here=here)
    places = [u.command[0] for u in updates]
    # Until its stamp the old motion goes on, then the new one leads back from there.
    assert places[:5] == pytest.approx([0.6, 0.7, 0.8, 0.9, 1.0])
    assert places[5:15] == pytest.approx([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0])
    assert updates[-1].result.key == "new"


def test_a_broken_path_tolerance_aborts_and_holds(follower):
    asked = goal((1.0, [1.0, 0.0]), path_tolerance={"shoulder": JointTolerance(0.05)}, key=1)
    follower.accept(asked, now_ns=0, here=STILL)
    fine, _ = play(follower, 0, 3)
    assert all(u.result is None for u in fine)
    stuck = np.array([0.1, 0.0])
    update = follower.update(3 * TICK, stuck, STILL)
    assert (update.result.status, update.result.code) == (
        "aborted",
        ErrorCode.PATH_TOLERANCE_VIOLATED,
    )
    assert "position error of shoulder is 0.2 rad" in update.result.message
    assert update.command.tolist() == stuck.tolist()
    assert follower.update(9 * TICK, stuck, STILL).command.tolist() == stuck.tolist()


def test_a_goal_tolerance_has_time_and_then_aborts(rules):
    follower = TrajectoryFollower(
        rules, period_ns=TICK, tolerances=Tolerances(goal_rad=0.05, goal_time_ns=3 * TICK)
    )
    follower.accept(goal((0.5, [1.0, 0.0])), now_ns=0, here=STILL)
    updates, _ = play(follower, 0, 10, lag=0.1)
    results = [u.result for u in updates]
    assert results[:9] == [None] * 9
    assert results[9].code is ErrorCode.GOAL_TOLERANCE_VIOLATED
    assert "0.400 s after its end: position error of shoulder" in results[9].message


def test_a_goal_without_a_time_limit_waits_for_ever_and_then_succeeds(follower):
    follower.accept(goal((0.5, [1.0, 0.0]), goal_time_ns=-1), now_ns=0, here=STILL)
    updates, here = play(follower, 0, 500, lag=0.1)
    assert all(u.result is None for u in updates)
    assert follower.update(501 * TICK, here, STILL).result.status == "succeeded"


def test_joints_that_still_move_have_not_arrived(follower):
    follower.accept(goal((0.1, [1.0, 0.0])), now_ns=0, here=STILL)
    there = np.array([1.0, 0.0])
    assert follower.update(TICK, there, np.array([0.5, 0.0])).result is None
    assert follower.update(2 * TICK, there, STILL).result.status == "succeeded"


def test_cancelling_holds_where_the_joints_are(follower):
    assert follower.cancel(now_ns=0, here=STILL) is None
    follower.accept(goal((2.0, [2.0, 0.0]), key="x"), now_ns=0, here=STILL)
    here = np.array([0.37, 0.1])
    result = follower.cancel(now_ns=S, here=here)
    assert (result.key, result.status) == ("x", "canceled")
    assert follower.update(2 * S, here, STILL).command.tolist() == here.tolist()


def test_a_reset_ends_the_goal_with_a_clear_word_and_asks_nothing_more(follower):
    follower.accept(goal((2.0, [2.0, 0.0]), key="x"), now_ns=0, here=STILL)
    result = follower.reset()
    assert (result.status, result.message) == ("aborted", "the episode was reset")
    assert follower.update(S, STILL, STILL).command is None
    assert follower.reset() is None


def test_a_refused_goal_leaves_the_running_one_alone(follower):
    follower.accept(goal((2.0, [2.0, 0.0])), now_ns=0, here=STILL)
    with pytest.raises(TrajectoryError, match="no points"):
        follower.accept(goal(), now_ns=0, here=STILL)
    unknown = goal((1.0, [0.0, 0.0]), goal_tolerance={"wrist": JointTolerance()})
    with pytest.raises(TrajectoryError, match="unknown joint"):
        follower.accept(unknown, now_ns=0, here=STILL)
    assert follower.update(S, STILL, STILL).command[0] == pytest.approx(1.1)


def test_feedback_tells_desired_actual_and_their_difference(follower):
    follower.accept(goal((1.0, [1.0, 0.0])), now_ns=0, here=STILL)
    feedback = follower.update(S // 2, np.array([0.4, 0.0]), np.array([0.9, 0.0])).feedback
    assert feedback.desired.positions == pytest.approx([0.5, 0.0])
    assert feedback.actual.positions == pytest.approx([0.4, 0.0])
    assert feedback.error.positions == pytest.approx([0.1, 0.0])
    assert feedback.error.velocities == pytest.approx([0.1, 0.0])


@pytest.mark.parametrize("late", [0, 1, 3])
def test_a_chunk_plays_by_time_and_a_late_one_skips(follower, late):
    rows = np.array([[0.1, 0.0], [0.3, 0.0], [0.6, 0.0], [1.0, 0.0], [1.5, 0.0]])
    chunk = ActionChunk(2 * S, 10, rows)
    asked = TrajectoryGoal(NAMES, chunk_points(chunk), start_ns=chunk.start_ns)
    now_ns = 2 * S + late * TICK
    follower.accept(asked, now_ns=now_ns, here=STILL)
    updates, _ = play(follower, now_ns, 5 - late)
    assert [u.command[0] for u in updates] == pytest.approx(rows[late:, 0].tolist())


@pytest.mark.parametrize("kind", ["joint_delta", "end_effector_delta"])
def test_a_panda_follows_a_trajectory_within_the_default_tolerances(kind, open_session):
    overrides = (f"robots.arm.action={kind}", "rates.control_hz=20")
    session = open_session("reach", *overrides, cameras=False)
    session.reset(0)
    arm, hold = session.stage.robots["arm"], np.zeros(8 if kind == "joint_delta" else 7)
    rules = JointRules(arm.joints, arm._lower, arm._upper)
    follower = TrajectoryFollower(rules, period_ns=S // 20)
    start = arm.body.joint_states()[0][:7]
    way = np.array([0.6, 0.3, -0.4, 0.3, 0.2, 0.4, 0.5])
    points = [
        TrajectoryPoint(S, start + way / 2, way / 2),
        TrajectoryPoint(2 * S, start + way, [0.0] * 7),
    ]
    path = {name: JointTolerance(0.1) for name in arm.joints}
    asked = TrajectoryGoal(arm.joints, points, path_tolerance=path)
    follower.accept(asked, now_ns=0, here=start)
    update = None
    for _ in range(60):
        positions, velocities = (values[:7] for values in arm.body.joint_states())
        update = follower.update(session.stamp_ns, positions, velocities)
        if update.result is not None:
            break
        session.step(hold, {"arm": (update.command, None)})
    assert update.result.status == "succeeded", update.result.message
    assert session.stamp_ns <= 3 * S
    assert arm.body.joint_states()[0][:7] == pytest.approx(start + way, abs=0.02)
