import numpy as np

from physai_sim.evaluation.metrics.base import car_odometry, tool_positions, unknown
from physai_sim.evaluation.scoring import all_metrics


def test_unknown_is_none_with_a_reason_and_never_zero():
    result = unknown("nothing was recorded")
    assert result.value is None
    assert result.reason == "nothing was recorded"


def test_the_car_is_found_in_a_driving_episode_and_no_car_in_one_of_an_arm(drive, arm):
    assert car_odometry(drive()).shape == (120, 13)
    assert car_odometry(arm()).shape == (0, 13)


def test_the_tool_is_found_in_an_episode_of_an_arm_and_none_in_one_of_a_car(drive, arm):
    np.testing.assert_array_equal(tool_positions(arm())[0], [0.3, 0.0, 0.9])
    assert tool_positions(drive()).shape == (0, 3)


def test_every_metric_says_its_unit_and_which_way_is_better():
    for metric in all_metrics().values():
        assert metric.unit in ("1", "s", "ms", "m", "km", "m/s", "rad", "N")
        assert metric.better in ("higher", "lower", None)


def test_every_metric_gives_none_with_a_reason_for_an_episode_without_a_row(drive, arm):
    for episode in (drive(0, outcome=None), arm(0, outcome=None)):
        for name, metric in all_metrics().items():
            if metric.applies(episode):
                result = metric.score(episode)
                assert result.value is None, name
                assert result.reason, name
