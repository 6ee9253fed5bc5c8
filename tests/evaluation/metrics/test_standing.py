"""A policy that keeps out of all trouble by standing still must not score by it."""

import pytest

from physai_sim.core.truth import Outcome
from physai_sim.evaluation.metrics.close_encounter import CloseEncounter
from physai_sim.evaluation.metrics.closed_loop_score import ClosedLoopScore
from physai_sim.evaluation.metrics.collisions import Collisions
from physai_sim.evaluation.metrics.comfort import Comfort
from physai_sim.evaluation.metrics.distance_between_incidents import DistanceBetweenIncidents
from physai_sim.evaluation.metrics.driving_score import DrivingScore
from physai_sim.evaluation.metrics.off_road import OffRoad
from physai_sim.evaluation.metrics.scene_score import SceneScore
from physai_sim.evaluation.metrics.speed_limit import SpeedLimit

SCORES = [DrivingScore, SceneScore, ClosedLoopScore]
CLOCK = Outcome("time_limit", False, True, False, 100)
STOPPED = Outcome("ended_by_policy", False, True, False, 10)
STANDING = [(0.0, 0.0)] * 101
DRIVING = [(0.9 * i, 0.0) for i in range(101)]
OTHERS = {"car": (150.0, 3.5), "walker": (150.0, -6.0)}


@pytest.mark.parametrize("score", SCORES)
def test_who_stands_scores_nothing_and_who_drives_nearly_all(street, score):
    standing = score().score(street(STANDING, others=OTHERS, outcome=CLOCK))
    driving = score().score(street(DRIVING, others=OTHERS, outcome=CLOCK))
    assert standing.value < 0.005  # nuPlan's least progress is 0.1 m
    assert driving.value > 0.85


@pytest.mark.parametrize("score", SCORES)
def test_ending_the_episode_at_once_does_not_help(street, score):
    standing = score().score(street(STANDING[:11], others=OTHERS, outcome=STOPPED))
    assert standing.value < 0.005


def test_who_stands_is_spotless_by_what_counts_misdeeds_alone(street):
    standing = street(STANDING, others=OTHERS, outcome=CLOCK)
    for metric in (Collisions, CloseEncounter, OffRoad, SpeedLimit):
        assert metric().score(standing).value == 0.0
    assert Comfort().score(standing).value == 1.0


def test_and_has_come_no_distance_between_incidents(street):
    assert DistanceBetweenIncidents().score(street(STANDING)).value == 0.0
    assert DistanceBetweenIncidents().score(street(DRIVING)).value == pytest.approx(0.09)
