import dataclasses

import numpy as np
import pytest

from physai_sim.core.truth import Outcome
from physai_sim.evaluation.metrics.progress import Progress

# The route is 100 m long, from x = 0; the limit is 10 m/s.
CLOCK = Outcome("time_limit", False, True, False, 40)
CRASHED = Outcome("collision", True, False, False, 40)
STOPPED = Outcome("ended_by_policy", False, True, False, 40)


def _driven(speed_mps, rows=41):
    """4 s at one speed."""
    return [(0.1 * speed_mps * i, 0.0) for i in range(rows)]


def test_until_the_clock_ends_it_the_limits_say_what_was_possible(street):
    result = Progress().score(street(_driven(6.0), outcome=CLOCK))
    assert result.value == pytest.approx(24.0 / 40.0)
    expected = {"made_m": 24.0, "expected_m": 40.0, "allowed_m": 40.0, "making_progress": 1.0}
    assert result.parts == pytest.approx(expected)


@pytest.mark.parametrize("outcome", [CRASHED, STOPPED])
def test_an_episode_that_ended_otherwise_is_held_against_the_whole_route(street, outcome):
    result = Progress().score(street(_driven(6.0), outcome=outcome))
    assert result.value == pytest.approx(24.0 / 100.0)


def test_without_roads_it_is_the_whole_route_too(street):
    result = Progress().score(street(_driven(6.0), outcome=CLOCK, roads=None))
    assert result.value == pytest.approx(24.0 / 100.0)
    assert result.parts["allowed_m"] is None


def test_faster_than_allowed_is_no_more_than_all(street):
    assert Progress().score(street(_driven(12.0), outcome=CLOCK)).value == 1.0


def test_no_more_than_the_route_is_possible(street):
    result = Progress().score(street(_driven(5.0, rows=201), outcome=CLOCK))
    assert result.value == pytest.approx(1.0)
    assert result.parts["expected_m"] == pytest.approx(100.0)


@pytest.mark.parametrize(("speed_mps", "making"), [(1.9, 0.0), (2.1, 1.0)])
def test_a_fifth_of_what_is_possible_is_making_progress(street, speed_mps, making):
    result = Progress().score(street(_driven(speed_mps), outcome=CLOCK))
    assert result.parts["making_progress"] == making


def test_standing_makes_none_and_driving_backwards_is_zero(street):
    standing = Progress().score(street([(20.0, 0.0)] * 41, outcome=CLOCK))
    assert standing.value == pytest.approx(0.1 / 40.0)  # nuPlan's least progress is 0.1 m
    assert standing.parts["making_progress"] == 0.0
    backwards = [(30.0 - 0.3 * i, 0.0) for i in range(41)]
    assert Progress().score(street(backwards, outcome=CLOCK)).value == 0.0


def test_driving_back_takes_away_what_was_made(street):
    there_and_back = [(10.0 - abs(10.0 - 0.5 * i), 0.0) for i in range(41)]
    assert Progress().score(street(there_and_back, outcome=CLOCK)).parts["made_m"] == 0.0


def test_slow_lanes_make_less_possible(street):
    roads = {
        "lanes": {
            "main": {
                "width_m": 3.5,
                "speed_limit_mps": 10.0,
                "start": {"x_m": 0.0, "y_m": 0.0, "yaw_rad": 0.0},
                "path": [{"straight_m": 20.0}],
                "joins": ["slow"],
            },
            "slow": {"after": "main", "speed_limit_mps": 5.0, "path": [{"straight_m": 100.0}]},
        }
    }
    result = Progress().score(street(_driven(5.0), outcome=CLOCK, roads=roads))
    # 20 m in 2 s, then 5 m/s for 2 s.
    assert result.parts["allowed_m"] == pytest.approx(30.0)


def test_without_a_route_or_odometry_the_value_is_none_with_a_reason(street, arm):
    episode = street(_driven(5.0))
    for bare in (
        dataclasses.replace(episode, route=np.zeros((0, 3))),
        dataclasses.replace(episode, route=np.ones((5, 3))),
        dataclasses.replace(episode, odometry={}),
    ):
        result = Progress().score(bare)
        assert result.value is None
        assert result.reason
    assert not Progress().applies(arm())
