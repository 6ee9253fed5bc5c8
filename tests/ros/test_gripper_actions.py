"""Both gripper actions: reached on nothing, held up by a thing, preempted, cancelled, refused."""

import pytest
from action_msgs.msg import GoalStatus
from control_msgs.action import GripperCommand, ParallelGripperCommand
from control_msgs.msg import GripperCommand as Command
from rclpy.action import ActionClient

BETWEEN_THE_FINGERS_M = [0.3069, 0.0, 0.8869]
RADIUS_M = 0.015
ACTIONS = {
    "/gripper_controller/gripper_cmd": ParallelGripperCommand,
    "/gripper_action_controller/gripper_cmd": GripperCommand,
}
ABORTED, CANCELED, SUCCEEDED = (
    GoalStatus.STATUS_ABORTED,
    GoalStatus.STATUS_CANCELED,
    GoalStatus.STATUS_SUCCEEDED,
)


class Hand:
    """Someone who moves the fingers, while the world is paused between the steps."""

    def __init__(self, live):
        self.live, self.feedback = live, []
        self.clients = {n: ActionClient(live.node, k, n) for n, k in ACTIONS.items()}
        for client in self.clients.values():
            assert client.wait_for_server(timeout_sec=30)
        self.joints = live.hear("/joint_states", "sensor_msgs/msg/JointState", 100)

    def send(self, name, position):
        """A goal's handle and its result to come; the position is of one finger [m]."""
        goal = ACTIONS[name].Goal()
        if ACTIONS[name] is GripperCommand:
            goal.command = Command(position=position, max_effort=10.0)
        else:
            goal.command.position = [position]
        client = self.clients[name]
        future = client.send_goal_async(goal, feedback_callback=self.feedback.append)
        self.live.until(future.done)
        return future.result(), future.result().get_result_async()

    def finish(self, result):
        for _ in range(200):
            if result.done():
                break
            self.live.step()
        self.live.until(result.done)
        return result.result().status, result.result().result

    def finger(self):
        """Position of a finger after another step [m]."""
        return self.live.after(self.live.step, self.joints).position[-1]


@pytest.fixture(scope="module")
def hand(live, blind_world):
    ball = {
        "shape": "sphere",
        "radius_m": RADIUS_M,
        "pose": {"position_m": BETWEEN_THE_FINGERS_M},
        "color_rgba": [1.0, 0.0, 0.0, 1.0],
    }
    arm = {"start_noise_rad": 0.0}
    changes = {"time_limit_s": 900.0, "robots": {"arm": arm}, "scene": {"bodies": {"ball": ball}}}
    one = live(world=blind_world("pick_place", **changes), autostart=False).start()
    one.state(2)
    return Hand(one)


@pytest.fixture(autouse=True)
def _from_the_start(hand):
    hand.live.after(lambda: hand.live.reset(use_seed=True, seed=1), hand.joints)
    hand.feedback.clear()


@pytest.fixture(params=sorted(ACTIONS))
def name(request):
    return request.param


def position_of(ended):
    return ended.state.position[0] if hasattr(ended, "state") else ended.position


def test_fingers_reach_where_nothing_is_between_them(hand, name):
    _, result = hand.send(name, 0.025)
    status, ended = hand.finish(result)
    assert (status, ended.reached_goal, ended.stalled) == (SUCCEEDED, True, False)
    assert position_of(ended) == pytest.approx(0.025, abs=0.002)
    assert hand.finger() == pytest.approx(0.025, abs=0.002)
    assert hand.feedback


def test_fingers_are_held_up_by_an_object(hand, name):
    _, result = hand.send(name, 0.0)
    status, ended = hand.finish(result)
    assert (status, ended.reached_goal, ended.stalled) == (SUCCEEDED, False, True)
    assert position_of(ended) == pytest.approx(RADIUS_M, abs=0.003)


def test_a_new_goal_of_either_action_preempts_the_one_before(hand):
    first_name, second_name = sorted(ACTIONS)
    _, first = hand.send(first_name, 0.0)
    hand.live.step()
    _, second = hand.send(second_name, 0.035)
    assert hand.finish(first)[0] == ABORTED
    assert hand.finish(second)[0] == SUCCEEDED


def test_a_goal_that_is_cancelled_leaves_the_fingers_where_they_are(hand, name):
    handle, result = hand.send(name, 0.0)
    hand.live.step(2)
    cancelled = handle.cancel_goal_async()
    hand.live.until(cancelled.done)
    assert hand.finish(result)[0] == CANCELED


@pytest.mark.parametrize("position", [0.2, -0.1, float("nan")])
def test_an_opening_that_cannot_be_is_aborted(hand, name, position):
    _, result = hand.send(name, position)
    assert hand.finish(result)[0] == ABORTED


def test_the_topic_has_the_gripper_where_it_is_newer_than_the_goal(hand, name):
    _, result = hand.send(name, 0.035)
    hand.finish(result)
    publisher = hand.live.publisher("/gripper_cmd", "control_msgs/msg/GripperCommand")
    hand.live.tell(publisher, Command(position=0.02, max_effort=10.0))
    hand.live.step(10)
    assert hand.finger() == pytest.approx(0.02, abs=0.002)
    _, result = hand.send(name, 0.03)
    assert hand.finish(result)[0] == SUCCEEDED


def test_a_reset_ends_goals(hand, name):
    _, running = hand.send(name, 0.0)
    hand.live.step()
    hand.live.reset()
    assert hand.finish(running)[0] == ABORTED
