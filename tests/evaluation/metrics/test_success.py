import numpy as np

from physai_sim.core.truth import Outcome
from physai_sim.evaluation.metrics.success import Success


def test_an_episode_that_ended_in_success_scores_one_with_the_moment(drive):
    result = Success().score(drive())
    assert result.value == 1.0
    assert [event.stamp_ns for event in result.events] == [11_900_000_000]
    assert result.parts == {"once": 1.0}


def test_an_episode_that_ran_out_of_time_scores_zero(arm):
    result = Success().score(arm())
    assert result.value == 0.0
    assert result.events == ()
    assert result.parts == {"once": 0.0}


def test_success_that_was_held_once_and_lost_again_shows_in_its_part_alone(drive):
    held = np.zeros(120, dtype=bool)
    held[50] = True
    result = Success().score(drive(success=held, outcome=Outcome("fell", True, False, False, 119)))
    assert result.value == 0.0
    assert result.parts == {"once": 1.0}


def test_an_interrupted_episode_is_neither_success_nor_failure(drive, interrupted):
    for outcome in (interrupted, None):
        result = Success().score(drive(outcome=outcome))
        assert result.value is None
        assert result.reason == "the episode was interrupted"
