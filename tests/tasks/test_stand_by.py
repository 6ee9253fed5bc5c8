"""StandBy: over when all rests, lost when the arm moves or touches something."""

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Pose

OPEN_M = 0.08


@pytest.fixture
def session(open_session):
    made = open_session("falling_ball", "randomize={}", cameras=False, privileged=True)
    made.reset(0)
    return made


def still(session):
    return [0.0] * 6 + [OPEN_M]


def lay(session, *, height_m=0.11):
    session.world.bodies["ball"].reset_base(Pose((0.0, 0.0, height_m)))


def test_it_is_done_when_everything_lies_still(session):
    lay(session)
    for _ in range(30):
        step = session.step(still(session))
        if step.outcome:
            break
    assert (step.outcome.reason, step.outcome.is_success) == ("success", True)
    assert step.reward == 1.0


def test_a_body_that_hangs_still_in_the_air_does_not_rest(session):
    session.world.step(10)  # the block settles
    lay(session, height_m=1.0)
    assert session.task.conditions(session.stage) == {
        "ball_at_rest": False,
        "block_at_rest": True,
    }


def test_reward_falls_with_speed(session):
    rewards = []
    for speed_mps in (0.0, 0.1, 0.5, 1.0, 3.0):
        session.world.bodies["ball"].reset_base(Pose((0.0, 0.0, 1.0)), (speed_mps, 0.0, 0.0))
        rewards.append(session.task.reward(session.stage))
    assert rewards[0] == 1.0
    assert rewards == sorted(rewards, reverse=True)


def test_an_arm_that_moves_has_failed(session):
    for _ in range(30):
        step = session.step([0.02] * 3 + [0.0] * 3 + [OPEN_M])
        if step.outcome:
            break
    assert (step.outcome.reason, step.outcome.is_success) == ("moved", False)


def test_an_arm_that_is_touched_has_failed(session):
    x, y, z = session.stage.robots["arm"].end_effector_pose().position_m
    session.world.bodies["ball"].reset_base(Pose((x, y, z + 0.05)))
    assert session.step(still(session)).outcome.reason == "touched"


def test_the_ground_truth_is_the_engines(session):
    start = session.stage.robots["arm"].end_effector_pose().position_m
    for _ in range(5):
        truth = session.step(still(session)).observation.privileged
    speeds = [
        np.linalg.norm(session.world.bodies[n].state().linear_mps) for n in ("ball", "block")
    ]
    assert truth["speeds_mps"] == pytest.approx(speeds)
    tool = session.stage.robots["arm"].end_effector_pose().position_m
    assert truth["tool_moved_m"] == pytest.approx(np.subtract(tool, start))


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("robots.arm={model: sedan}", r"task\.robot: this robot has no tool"),
        (
            "scene.bodies={slab: {shape: box, size_m: [1.0, 1.0, 0.1]}}",
            r"scene\.bodies: no body can move here",
        ),
    ],
)
def test_a_world_that_lacks_what_it_needs_is_refused(setting, words, open_session):
    with pytest.raises(ConfigError, match=words):
        open_session("falling_ball", "randomize={}", setting, cameras=False)
