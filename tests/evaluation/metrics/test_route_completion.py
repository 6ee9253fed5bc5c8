import numpy as np
import pytest

from physai_sim.evaluation.metrics.route_completion import RouteCompletion

# Up one leg, across, and down the other: 100 + 10 + 100 m.
U_TURN = np.array([[0, 0, 0], [100, 0, 0], [100, 10, 0], [0, 10, 0]], dtype=float)


def test_half_the_way_is_half_of_the_route(trip):
    result = RouteCompletion().score(trip([(i, 0.3) for i in range(51)]))
    assert result.value == pytest.approx(0.5)
    assert result.parts == pytest.approx({"reached_m": 50.0, "route_m": 100.0})


def test_standing_still_completes_nothing(trip):
    assert RouteCompletion().score(trip([(0, 0)] * 50)).value == 0.0


def test_the_whole_way_is_one_within_a_centimetre_of_the_end(trip):
    assert RouteCompletion().score(trip([(i * 0.99995, 0) for i in range(101)])).value == 1.0
    assert RouteCompletion().score(trip([(i, 0) for i in range(105)])).value == 1.0
    assert RouteCompletion().score(trip([(i * 0.9995, 0) for i in range(101)])).value < 1.0


def test_driving_back_does_not_take_away_what_was_reached(trip):
    there_and_back = [(i, 0) for i in (*range(41), *range(40, 0, -1))]
    assert RouteCompletion().score(trip(there_and_back)).value == pytest.approx(0.4)


def test_driving_round_the_turn_counts_in_full(trip):
    points = [(2.0 * i, 0) for i in range(51)] + [(100, 2 * i) for i in range(1, 6)]
    points += [(100 - 2.0 * i, 10) for i in range(1, 51)]
    assert RouteCompletion().score(trip(points, route=U_TURN)).value == pytest.approx(1.0)


@pytest.mark.parametrize("step_m", [0.2, 1.0, 5.0])
def test_cutting_across_to_a_later_part_of_the_route_gains_nothing(trip, step_m):
    points = [(float(i), 0) for i in range(21)]
    points += [(20.0, y) for y in np.arange(step_m, 10.01, step_m)]
    points += [(20.0 - i, 10) for i in range(1, 21)]
    result = RouteCompletion().score(trip(points, route=U_TURN))
    assert result.value == pytest.approx(20 / 210)


def test_without_a_route_the_value_is_none_with_a_reason(trip):
    result = RouteCompletion().score(trip([(0, 0)] * 5, route=np.zeros((0, 3))))
    assert result.value is None
    assert "no route" in result.reason


def test_completion_is_not_asked_of_an_arm(arm):
    assert not RouteCompletion().applies(arm())
