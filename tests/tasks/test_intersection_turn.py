"""Turning at a junction: what is told, where it leads, and how it goes wrong."""

import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.envs.session import Session

TOLD = {
    "left": "Turn left at the junction.",
    "straight": "Go straight on at the junction.",
    "right": "Turn right at the junction.",
}
EXIT = {"left": (-1.0, 0.0), "straight": (0.0, 1.0), "right": (1.0, 0.0)}


@pytest.fixture
def start(open_session):
    def make(*overrides, seed=0):
        session = open_session("intersection_turn", *overrides, cameras=False, privileged=True)
        return session, session.reset(seed)

    return make


@pytest.mark.parametrize("way", TOLD)
def test_the_way_that_is_told_is_the_one_that_leads_to_the_goal(way, start):
    session, observation = start(f"task.maneuver={way}")
    assert observation.instruction == session.spec.instruction == TOLD[way]
    x, y, _ = session.episode_truth().route[-1]
    assert (x * EXIT[way][0] + y * EXIT[way][1]) > 30.0
    turn = {"left": 1.0, "straight": 0.0, "right": -1.0}[way]
    assert observation.privileged["maneuver"].tolist() == [turn]


def test_the_seed_draws_the_maneuver_and_the_instruction_with_it(start):
    session, _ = start()
    told = [session.reset(seed).instruction for seed in range(12)]
    assert set(told) == set(TOLD.values())
    assert told == [session.reset(seed).instruction for seed in range(12)]


def test_a_step_carries_the_instruction_of_the_episode(start):
    session, first = start("task.maneuver=left")
    assert session.step([0.0, 0.0]).observation.instruction == first.instruction


@pytest.mark.parametrize(
    ("place", "reason"), [((20.0, 1.75, 3.14159), "wrong_way"), ((30.0, 30.0, 0.0), "off_road")]
)
def test_elsewhere_on_the_road_is_wrong_way_and_beside_it_is_off_road(place, reason, start):
    session, _ = start("task.maneuver=left", "scene.bodies={}", "randomize={}")
    x, y, yaw = place
    session.stage.robots["ego"].place(Pose((x, y, 0.0), from_rpy(0, 0, yaw)), speed_mps=0.0)
    assert session.step([0.0, 0.0]).outcome.reason == reason


def test_driving_on_past_the_turn_is_not_success(start):
    session, _ = start("task.maneuver=right", "task.start_heading_rad=0.0")
    outcome = None
    while outcome is None:
        outcome = session.step([0.0, 0.0]).outcome
    assert (outcome.reason, outcome.is_success) == ("wrong_way", False)


@pytest.mark.parametrize(
    ("setting", "kind", "words"),
    [
        ("task.maneuver=back", ConfigError, "maneuver"),
        ("task.exits.left=west", UnknownNameError, "no such lane"),
        ("task.exits.left=west_in", ConfigError, "no way"),
        ("roads=null", ConfigError, "roads"),
    ],
)
def test_a_world_that_lacks_what_it_needs_is_refused(setting, kind, words):
    with pytest.raises(kind, match=words):
        Session(load_world("intersection_turn", (setting,)), cameras=False)
