import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from physai_sim.core.types import ActionChunk
from physai_sim.evaluation.episode import Fault, Plan
from physai_sim.evaluation.replay.described import DescribedEpisode
from physai_sim.evaluation.replay.perturbations import perturbation
from physai_sim.evaluation.replay.playback import PlayedEpisode
from physai_sim.evaluation.replay.request import ReplayRequest
from physai_sim.evaluation.replay.scored import scored
from physai_sim.evaluation.replay.variant import Decided


def plan_of(rows, value):
    return Plan(0, (ActionChunk(0, 10, np.full((rows, 2), value)),))


@pytest.fixture
def score(drive, spec):
    """Scores an episode in which the policy did as recorded, and a what-if did not."""

    def score_(**options):
        episode = drive(plans=(plan_of(3, 0.0),))
        base = Decided([plan_of(3, 0.0)], [0], [np.zeros(2)])
        other = Decided([plan_of(3, 0.2)], [0], [np.full(2, 0.2)], ended_ns=100_000_000)
        played = PlayedEpisode(
            episode,
            DescribedEpisode(episode, spec, 7, {}),
            (base, other),
            (Fault("missing", "front_camera", 2, "why"),),
        )
        what = (perturbation("drop=front_camera"),)
        request = ReplayRequest((Path("bag"),), "mine", perturbations=what, **options)
        return scored(request, 4, "bag", played)

    return score_


def test_an_episode_tells_what_was_decided_and_how_near_it_is_to_the_recorded_chunks(score):
    one = score()
    assert (one.record["episode"], one.record["bag"]) == (4, "bag")
    told = one.record["replay"]
    assert (told["seed"], told["control_stamps"], told["plans"], told["ended_s"]) == (
        7,
        1,
        1,
        None,
    )
    assert told["recorded_chunks"] == {"count": 1, "matched": 1, "unmatched": 0, "greatest": 0.0}
    assert told["faults"] == [dataclasses.asdict(Fault("missing", "front_camera", 2, "why"))]


def test_only_open_loop_metrics_are_the_policys(score):
    assert {result["group"] for result in score().record["metrics"].values()} == {"open_loop"}


def test_a_what_if_has_its_difference_and_metrics_of_its_own(score):
    (other,) = score().counterfactuals
    assert (other["episode"], other["ended_s"]) == (4, 0.1)
    assert other["difference"]["chunks"]["greatest"] == pytest.approx(0.2)
    assert other["metrics"]["min_ade"]["unit"] == "m"


def test_plans_are_held_where_they_are_compared_and_kept_as_they_were_given(score):
    one = score(hold=True, horizon_ns=1_000_000_000)
    assert len(one.episode.plans[0].chunks[0].actions) == 10
    assert len(one.plans[0].chunks[0].actions) == 3
    assert one.record["metrics"]["min_ade"]["parts"]["held_s"] == pytest.approx(0.7)


def test_all_of_it_is_plain_data(score):
    one = score()
    json.dumps([one.record, *one.counterfactuals], allow_nan=False)
