"""An arm without a gripper has one command topic, and its action survives the messages."""

import numpy as np
import pytest

from physai_sim.messages import topics
from physai_sim.messages.actions import action_from, command_messages
from physai_sim.messages.typestore import make_message


@pytest.mark.parametrize("kind", ["end_effector_delta", "joint_delta"])
def test_an_action_without_a_gripper_survives(kind, open_session):
    session = open_session("two_arm_reach", f"robots.right.action={kind}", cameras=False)
    session.reset(0)
    robot = session.spec.robots["right"]
    action = robot.action_high * np.linspace(-1.0, 1.0, len(robot.action_high))
    sent = command_messages(make_message, robot, 5, action, control_hz=15)
    wanted = [topic.type_name for topic in topics.command_topics(robot, session.spec)]
    assert [message.__msgtype__ for message in sent] == wanted
    assert len(sent) == 1
    assert action_from(robot, sent, control_hz=15) == pytest.approx(action)


def test_two_robots_have_topics_of_their_own(open_session):
    session = open_session("two_arm_reach", cameras=False)
    names = [
        t.name
        for r in session.spec.robots.values()
        for t in topics.command_topics(r, session.spec)
    ]
    assert names == ["/left/tool_twist", "/left/gripper_cmd", "/right/tool_twist"]
