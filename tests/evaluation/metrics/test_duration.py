import numpy as np

from physai_sim.evaluation.metrics.duration import Duration


def test_the_duration_is_the_time_of_the_first_stamp_with_success(drive):
    result = Duration().score(drive())
    assert result.value == 11.9


def test_a_failed_episode_has_no_duration_however_short_it_was(arm):
    result = Duration().score(arm())
    assert result.value is None
    assert result.reason == "the episode did not succeed"


def test_an_interrupted_episode_has_no_duration(drive, interrupted):
    assert Duration().score(drive(outcome=interrupted)).value is None
    assert Duration().score(drive(outcome=None)).value is None


def test_a_success_whose_moment_was_lost_has_no_duration(drive):
    result = Duration().score(drive(success=np.zeros(120, dtype=bool)))
    assert result.value is None
    assert "not recorded" in result.reason
