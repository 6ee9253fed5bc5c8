import math

import pytest

from physai_sim.evaluation.measures.poisson import at_most, mean_interval


@pytest.mark.parametrize(
    ("count", "low", "high"),
    # Garwood's table as printed in handbooks (95 %).
    [
        (0, 0.0, 3.689),
        (1, 0.025, 5.572),
        (2, 0.242, 7.225),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
    ],
)
def test_intervals_are_those_of_the_table(count, low, high):
    assert mean_interval(count) == pytest.approx((low, high), abs=6e-4)


def test_the_upper_end_for_no_event_is_known_in_closed_form():
    assert mean_interval(0)[1] == pytest.approx(-math.log(0.025), rel=1e-11)
    assert mean_interval(0, level=0.9)[1] == pytest.approx(-math.log(0.05), rel=1e-11)


def test_the_ends_leave_the_tails_that_they_promise():
    low, high = mean_interval(7)
    assert at_most(7, high) == pytest.approx(0.025)
    assert 1.0 - at_most(6, low) == pytest.approx(0.025)


def test_many_events_have_the_interval_of_the_normal_distribution():
    low, high = mean_interval(200)
    spread = 1.96 * 200**0.5
    assert (low, high) == pytest.approx((200 - spread, 200 + spread), rel=0.01)


def test_probabilities_of_few_events_are_sums_of_single_ones():
    assert at_most(0, 0.0) == 1.0
    assert at_most(2, 3.0) == pytest.approx(math.exp(-3.0) * (1.0 + 3.0 + 4.5))
