"""FollowJointTrajectory as a controller of ros2_control serves it: codes, feedback, preemption."""

import math

import pytest
import tf2_ros
from action_msgs.msg import GoalStatus
from builtin_interfaces.msg import Duration
from control_msgs.action import FollowJointTrajectory
from control_msgs.msg import JointTolerance
from geometry_msgs.msg import TwistStamped
from rclpy.action import ActionClient
from trajectory_msgs.msg import JointTrajectory, JointTrajectoryPoint

from physai_sim.messages import parts
from physai_sim.ros.make import message_class

JOINTS = [f"panda_joint{number}" for number in range(1, 8)]
HOME = [0.0, -0.7854, 0.0, -2.3562, 0.0, 1.5708, 0.7854]
Result = FollowJointTrajectory.Result
STATE = "control_msgs/msg/JointTrajectoryControllerState"


def duration(seconds):
    return Duration(sec=int(seconds), nanosec=round(seconds % 1 * 1e9))


def trajectory(*points, names=JOINTS, stamp_ns=0):
    """From pairs of a time [s] and positions, or how far the first joint is from home [rad]."""
    message = JointTrajectory(joint_names=names)
    message.header.stamp = duration_stamp(stamp_ns)
    for time_s, where in points:
        positions = [where, *HOME[1:]] if isinstance(where, float) else where
        point = JointTrajectoryPoint(positions=positions, time_from_start=duration(time_s))
        message.points.append(point)
    return message


def duration_stamp(stamp_ns):
    second, nanosec = divmod(stamp_ns, 10**9)
    return type(JointTrajectory().header.stamp)(sec=second, nanosec=nanosec)


class Arm:
    """Someone who has an arm follow trajectories, while it is paused between the steps."""

    def __init__(self, live):
        self.live = live
        name = "/arm_controller/follow_joint_trajectory"
        self.client = ActionClient(live.node, FollowJointTrajectory, name)
        assert self.client.wait_for_server(timeout_sec=30)
        self.joints = live.hear("/joint_states", "sensor_msgs/msg/JointState", 100)
        self.states = live.hear("/arm_controller/controller_state", STATE, 100)
        self.feedback = []

    def send(self, *points, tolerances=None, **fields):
        """A handle of a goal that is accepted, and its result to come."""
        goal = FollowJointTrajectory.Goal(trajectory=trajectory(*points, **fields))
        for name, value in (tolerances or {}).items():
            setattr(goal, name, value)
        future = self.client.send_goal_async(goal, feedback_callback=self.feedback.append)
        self.live.until(future.done, "no answer to a goal")
        handle = future.result()
        assert handle.accepted
        return handle, handle.get_result_async()

    def finish(self, result):
        """Step until a goal ends; its status and result."""
        for _ in range(100):
            if result.done():
                break
            self.live.step()
        self.live.until(result.done)
        return result.result().status, result.result().result

    def first_joint(self):
        """Where the first joint is after another step [rad]."""
        return self.live.after(self.live.step, self.joints).position[0]


@pytest.fixture(scope="module")
def arm(live, blind_world):
    robot = {"start_noise_rad": 0.0}
    world = blind_world("pick_place", time_limit_s=900.0, robots={"arm": robot})
    one = live(world=world, autostart=False).start()
    one.state(2)
    return Arm(one)


@pytest.fixture(autouse=True)
def _from_the_start(arm):
    arm.live.after(lambda: arm.live.reset(use_seed=True, seed=1), arm.joints)
    arm.feedback.clear()


def test_a_goal_is_followed_and_tells_how_far_it_is(arm):
    _, result = arm.send((0.5, 0.1), (1.0, 0.3))
    begin = len(arm.states)
    status, ended = arm.finish(result)
    assert (status, ended.error_code) == (GoalStatus.STATUS_SUCCEEDED, Result.SUCCESSFUL)
    assert ended.error_string == ""
    assert arm.first_joint() == pytest.approx(0.3, abs=0.02)
    told = arm.feedback[-2].feedback
    assert told.joint_names == JOINTS
    difference = told.desired.positions[0] - told.actual.positions[0]
    assert told.error.positions[0] == pytest.approx(difference)
    assert len(arm.feedback) >= 14
    stamps = [parts.stamp_ns(state.header.stamp) for state in arm.states[begin:]]
    assert stamps == sorted(set(stamps))


@pytest.mark.parametrize(
    ("code", "points", "fields", "says"),
    [
        (Result.INVALID_GOAL, [], {}, "no points"),
        (Result.INVALID_GOAL, [(1.0, math.nan)], {}, "not finite"),
        (Result.INVALID_GOAL, [(1.0, 4.0)], {}, "limits"),
        (Result.INVALID_GOAL, [(1.0, 0.1), (1.0, 0.2)], {}, "increase strictly"),
        (Result.INVALID_GOAL, [(1.0, [0.1])], {}, "wrong length"),
        (Result.INVALID_JOINTS, [(1.0, [0.1])], {"names": ["elbow"]}, "elbow"),
        (Result.OLD_HEADER_TIMESTAMP, [(0.1, 0.1)], {"stamp_ns": 1}, "past"),
        (
            Result.PATH_TOLERANCE_VIOLATED,
            [(0.2, 1.5), (1.0, 1.5)],
            {"tolerances": {"path_tolerance": [JointTolerance(name=JOINTS[0], position=0.01)]}},
            "panda_joint1",
        ),
        (
            Result.GOAL_TOLERANCE_VIOLATED,
            [(0.2, 1.5)],
            {"tolerances": {"goal_time_tolerance": duration(0.1)}},
            "panda_joint1",
        ),
    ],
)
def test_every_fault_of_a_goal_has_its_code_and_words(arm, code, points, fields, says):
    _, result = arm.send(*points, **fields)
    status, ended = arm.finish(result)
    assert (status, ended.error_code) == (GoalStatus.STATUS_ABORTED, code)
    assert says in ended.error_string
    _, result = arm.send((0.5, 0.1))
    assert arm.finish(result)[1].error_code == Result.SUCCESSFUL


def test_some_of_the_joints_are_enough(arm):
    _, result = arm.send((0.5, [0.2]), names=JOINTS[:1])
    assert arm.finish(result)[0] == GoalStatus.STATUS_SUCCEEDED


def test_a_new_goal_preempts_the_one_before(arm):
    _, first = arm.send((2.0, 1.0))
    arm.live.step(3)
    _, second = arm.send((0.5, 0.1))
    status, ended = arm.finish(first)
    assert (status, ended.error_code) == (GoalStatus.STATUS_ABORTED, Result.INVALID_GOAL)
    assert "preempted by a new goal" in ended.error_string
    assert arm.finish(second)[0] == GoalStatus.STATUS_SUCCEEDED
    assert arm.first_joint() == pytest.approx(0.1, abs=0.02)


def test_a_goal_that_is_cancelled_leaves_the_arm_where_it_is(arm):
    handle, result = arm.send((2.0, 1.0))
    arm.live.step(10)
    cancelled = handle.cancel_goal_async()
    arm.live.until(cancelled.done)
    assert arm.finish(result)[0] == GoalStatus.STATUS_CANCELED
    arm.live.step(10)
    before = arm.first_joint()
    assert 0.05 < before < 0.9
    arm.live.step(10)
    assert arm.first_joint() == pytest.approx(before, abs=0.01)


def test_to_cancel_a_goal_that_was_just_preempted_does_not_stop_the_new_one(arm):
    handle, _ = arm.send((2.0, 1.0))
    arm.live.step()
    cancelled = handle.cancel_goal_async()
    arm.live.until(cancelled.done)
    _, second = arm.send((0.5, 0.1))
    assert arm.finish(second)[0] == GoalStatus.STATUS_SUCCEEDED


def test_the_topic_takes_trajectories_without_a_goal(arm):
    kind = "trajectory_msgs/msg/JointTrajectory"
    publisher = arm.live.publisher("/arm_controller/joint_trajectory", kind)
    stamp_ns = arm.live.sim.now_ns()
    arm.live.tell(publisher, trajectory((0.4, 0.2), stamp_ns=stamp_ns))
    arm.live.step(15)
    assert arm.first_joint() == pytest.approx(0.2, abs=0.02)
    refused = "refused /arm_controller/joint_trajectory wrong_shape"
    before = arm.live.counts().get(refused, 0)
    publisher.publish(trajectory((0.4, 9.0)))
    arm.live.until(lambda: arm.live.step() or arm.live.counts().get(refused, 0) > before)
    assert arm.first_joint() == pytest.approx(0.2, abs=0.02)


def test_a_twist_ends_a_trajectory_and_a_trajectory_ends_a_twist(arm):
    publisher = arm.live.publisher("/tool_twist", "geometry_msgs/msg/TwistStamped")
    twist = TwistStamped()
    twist.twist.linear.z = 0.05
    _, result = arm.send((2.0, 1.0))
    arm.live.step(3)
    arm.live.tell(publisher, twist)
    status, ended = arm.finish(result)
    assert status == GoalStatus.STATUS_ABORTED
    assert "preempted by another kind of command" in ended.error_string
    _, result = arm.send((1.0, 0.3))
    assert arm.finish(result)[0] == GoalStatus.STATUS_SUCCEEDED
    assert arm.live.faults() == {}


def test_a_reset_ends_goals_with_a_code(arm):
    _, running = arm.send((2.0, 1.0))
    arm.live.step(3)
    _, waiting = arm.send((2.0, 1.0))
    arm.live.reset()
    for result in (running, waiting):
        status, ended = arm.finish(result)
        assert (status, ended.error_code) == (GoalStatus.STATUS_ABORTED, Result.INVALID_GOAL)
        assert ended.error_string == "the episode was reset"


@pytest.mark.parametrize("way", ["reset_episode", "reset_simulation"])
def test_ten_resets_under_a_running_goal_end_it_each_time_and_time_goes_on(arm, way):
    ticks = arm.live.hear("/sim/tick", "physai_msgs/msg/Tick", 100)
    buffer = tf2_ros.Buffer()
    listener = tf2_ros.TransformListener(buffer, arm.live.node)
    early = arm.live.after(lambda: arm.live.step(2), ticks, 2).header.stamp
    arm.live.until(lambda: buffer.can_transform("map", "panda_hand", early))
    kind = "simulation_interfaces/srv/ResetSimulation"
    scope = message_class(kind).Request.SCOPE_STATE
    resets = {
        "reset_episode": arm.live.reset,
        "reset_simulation": lambda: arm.live.call(way, kind, scope=scope),
    }
    for _ in range(10):
        _, result = arm.send((2.0, 1.0))
        arm.live.step(2)
        arm.live.after(resets[way], ticks)
        assert arm.finish(result)[1].error_code == Result.INVALID_GOAL
    stamps = [parts.stamp_ns(tick.header.stamp) for tick in ticks]
    assert stamps == sorted(set(stamps))
    arm.live.until(lambda: buffer.can_transform("map", "panda_hand", early))
    listener.unregister()
