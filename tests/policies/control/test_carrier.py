"""Experts that move cubes notice when things go wrong, and try again."""

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Pose
from physai_sim.envs.player import Player, make_policy


@pytest.fixture
def play(open_session):
    """`play(world, seed, disturb)`: the outcome; `disturb(session, policy)` runs each step."""

    def run(world, seed, disturb):
        session = open_session(world, cameras=False, privileged=True)
        policy = make_policy(session.config.expert)
        player = Player(policy, session.spec)
        player.reset(seed)
        observation, outcome = session.reset(seed), None
        while outcome is None:
            step = session.step(player.act(observation))
            observation, outcome = step.observation, step.outcome
            disturb(session, policy)
        return outcome

    return run


def once_in(phase, body, position_m):
    """A disturbance that puts a body somewhere else, the first time that a phase is reached."""
    done = []

    def disturb(session, policy):
        if policy._phase == phase and not done:
            done.append(True)
            session.world.bodies[body].reset_base(Pose(position_m))

    disturb.done = done
    return disturb


@pytest.mark.parametrize(
    ("world", "phase", "body"),
    [
        ("pick_place", "down", "cube"),
        ("pick_place", "carry", "cube"),
        ("pick_place", "carry", "plate"),
        ("stack_two", "put", "red_cube"),
        ("stack_two", "over", "blue_cube"),
        ("sort_by_colour", "carry", "red_1"),
        ("push", "push", "cube"),
    ],
)
def test_a_body_that_is_taken_elsewhere_is_followed(world, phase, body, play):
    height = {"plate": 0.406, "blue_cube": 0.425, "cube": 0.43}.get(body, 0.42)
    disturb = once_in(phase, body, (0.36, 0.0, height))
    assert play(world, 3, disturb).is_success
    assert disturb.done


@pytest.mark.parametrize("expert", ["expert_push", "expert_pick_place"])
def test_a_robot_that_takes_joint_steps_is_refused(expert, open_session):
    session = open_session("pick_place", "robots.arm.action=joint_delta", cameras=False)
    with pytest.raises(ConfigError, match=r"robots\.arm\.action"):
        make_policy(expert).reset(spec=session.spec, seed=0)
