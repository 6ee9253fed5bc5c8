"""Which traffic light comes next on a route, and how far it is."""

import pytest

from physai_sim.core.signals import Signal
from physai_sim.core.strict import parse
from physai_sim.core.truth import LightInfo
from physai_sim.roads.config import RoadsConfig
from physai_sim.roads.lights import NO_LIGHT, next_light, stop_lines
from physai_sim.roads.network import RoadNetwork

SECOND = 1_000_000_000
LANES = {
    "first": {
        "width_m": 3.5,
        "speed_limit_mps": 8.0,
        "start": {"x_m": 0.0, "y_m": 0.0, "yaw_rad": 0.0},
        "path": [{"straight_m": 40.0}],
    },
    "second": {"after": "first", "path": [{"straight_m": 60.0}]},
    "aside": {"beside": "first", "offset_m": 3.5, "reverse": True},
}
CIRCLE = {
    "ring": {
        **LANES["first"],
        "path": [{"arc_radius_m": 20.0, "arc_angle_rad": 6.2831853}],
        "joins": ["ring"],
    }
}


def network(lanes):
    return RoadNetwork.from_config(parse(RoadsConfig, {"lanes": lanes}, where="roads"))


def signal(lane, stop_m, offset_s=0):
    info = LightInfo(lane, stop_m)
    return Signal(info, 9 * SECOND, 3 * SECOND, 12 * SECOND, offset_s * SECOND)


@pytest.fixture
def route():
    return network(LANES).route("first", "second")


def test_lines_are_those_of_its_lanes_in_the_order_of_the_way(route):
    lights = {"b": signal("second", 5.0), "a": signal("first", 30.0), "c": signal("aside", 3.0)}
    lines = stop_lines(route, lights)
    assert [line.s_m for line in lines] == [30.0, 45.0]
    assert [line.signal for line in lines] == [lights["a"], lights["b"]]


def test_the_next_is_the_nearest_ahead_of_the_front_with_what_it_shows(route):
    lines = stop_lines(route, {"a": signal("first", 30.0), "b": signal("second", 5.0, 12)})
    assert next_light(route, lines, 20.0, 0) == (10.0, "green")
    assert next_light(route, lines, 20.0, 9 * SECOND) == (10.0, "yellow")
    assert next_light(route, lines, 30.0, 0) == (0.0, "green")
    assert next_light(route, lines, 30.5, 0) == (14.5, "red")
    assert next_light(route, lines, 45.1, 0) == NO_LIGHT


def test_what_is_far_away_or_not_there_is_no_light(route):
    lines = stop_lines(route, {"b": signal("second", 55.0)})
    assert next_light(route, lines, 40.0, 0) == NO_LIGHT
    assert next_light(route, (), 0.0, 0) == NO_LIGHT


def test_on_a_closed_route_the_line_comes_again():
    route = network(CIRCLE).loop("ring")
    lines = stop_lines(route, {"a": signal("ring", 10.0)})
    gap_m, shown = next_light(route, lines, route.length_m - 5.0, 0)
    assert (gap_m, shown) == (pytest.approx(15.0), "green")
    assert next_light(route, lines, 3 * route.length_m + 4.0, 0)[0] == pytest.approx(6.0)
