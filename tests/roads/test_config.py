import math
from itertools import pairwise

import pytest

from physai_sim.core.errors import ConfigError


def road(**lanes):
    return {"lanes": {"main": MAIN, **lanes}}


START = {"x_m": 0.0, "y_m": 0.0, "yaw_rad": 0.0}
MAIN = {"width_m": 3.5, "speed_limit_mps": 8.0, "start": START, "path": [{"straight_m": 30.0}]}
AHEAD = [{"straight_m": 5.0}]

REFUSED = {
    "both start and after": (road(b={**MAIN, "after": "main"}), r"start .* and after"),
    "no beginning": (road(b={"path": AHEAD}), "one of start, after and beside, got none"),
    "a start without a width": (road(b={"start": START, "path": AHEAD}), "needs width_m"),
    "an unknown lane": (road(b={"after": "mian", "path": AHEAD}), "did you mean 'main'"),
    "an unknown lane to join": (road(b={"after": "main", "joins": ["mani"]}), "'main'"),
    "an unknown neighbour": (road(b={"beside": "mainn", "offset_m": 4.0}), "'main'"),
    "an unknown lane in a junction": (
        {**road(), "junctions": {"crossing": {"lanes": ["man"]}}},
        r"junctions\.crossing\.lanes\.0: there is no such lane, got 'man'",
    ),
    "a tight arc": (
        road(b={"after": "main", "path": [{"arc_radius_m": 1.5, "arc_angle_rad": 1.0}]}),
        r"lanes\.b\.path\.0: .*too small, got 1\.5; expected more than half the width, 1\.75 m",
    ),
    "a circle of after": (
        road(b={"after": "c", "path": AHEAD}, c={"after": "b", "path": AHEAD}),
        "circle, got '(b -> c -> b|c -> b -> c)'",
    ),
    "a lane after itself": (road(b={"after": "b", "path": AHEAD}), "'b -> b'"),
    "a lane beside itself": (road(b={"beside": "b", "offset_m": 4.0}), "'b -> b'"),
    "lanes that do not meet": (
        road(b={"after": "main", "path": AHEAD, "joins": ["main"]}),
        r"main does not start where b ends: it starts -35\.000 m ahead",
    ),
    "lanes that meet at an angle": (
        road(
            b={**MAIN, "start": {"x_m": -30.0, "y_m": 0.0, "yaw_rad": 0.0}, "joins": ["c"]},
            c={**MAIN, "start": {"x_m": 0.0, "y_m": 0.0, "yaw_rad": 0.1}},
        ),
        r"turned by 0\.1000 rad",
    ),
    "overlapping neighbours": (
        road(b={"beside": "main", "offset_m": 3.0}),
        r"overlaps main, got 3\.0; expected at least half of both widths, 3\.5 m",
    ),
    "two neighbours in one place": (
        road(b={"beside": "main", "offset_m": 3.5}, c={"beside": "main", "offset_m": 3.5}),
        "b and c both lie left of main",
    ),
    "a neighbour beyond the centre of an arc": (
        road(
            b={"after": "main", "path": [{"arc_radius_m": 5.0, "arc_angle_rad": 1.0}]},
            c={"beside": "b", "offset_m": 6.0},
        ),
        r"centre is 5\.0 m to the left, got 6\.0",
    ),
    "a neighbour whose arc gets too tight": (
        road(
            b={"after": "main", "path": [{"arc_radius_m": 5.0, "arc_angle_rad": 1.0}]},
            c={"beside": "b", "offset_m": 3.5},
        ),
        r"lanes\.c: .*too small, got 1\.5",
    ),
    "beside and a path": (
        road(b={"beside": "main", "offset_m": 4.0, "path": AHEAD}),
        "both beside",
    ),
    "beside without an offset": (road(b={"beside": "main"}), "needs an offset_m"),
    "an offset without beside": (road(b={**MAIN, "offset_m": 4.0}), "belong to a lane"),
    "a lane that leads nowhere": (road(b={"after": "main"}), "joins exactly one other, got 0"),
    "a lane no arc can make": (
        road(b={"after": "main", "joins": ["main"]}),
        "no straight and arc lead from",
    ),
    "a piece of both kinds": (
        road(b={"after": "main", "path": [{"straight_m": 1.0, "arc_radius_m": 9.0}]}),
        "a straight of 1.0 m and an arc of",
    ),
    "half an arc": (
        road(b={"after": "main", "path": [{"arc_radius_m": 9.0}]}),
        "arc_radius_m and arc_angle_rad",
    ),
    "an arc of no angle": (
        road(b={"after": "main", "path": [{"arc_radius_m": 9.0, "arc_angle_rad": 0.0}]}),
        "goes nowhere",
    ),
    "more than a full turn": (
        road(b={"after": "main", "path": [{"arc_radius_m": 9.0, "arc_angle_rad": 7.0}]}),
        r"6\.2832",
    ),
    "two junctions of one lane": (
        {**road(), "junctions": {"a": {"lanes": ["main"]}, "b": {"lanes": ["main"]}}},
        "part of both a and b",
    ),
    "a kerb that folds over": (
        {
            **road(b={"after": "main", "path": [{"arc_radius_m": 2.25, "arc_angle_rad": 1.0}]}),
            "kerb": {"offset_m": 0.5, "width_m": 0.2},
        },
        r"inner edge turns at 0\.5 m, got 0\.7",
    ),
    "a misspelt key": (road(b={**MAIN, "widht_m": 3.0}), "did you mean 'width_m'"),
    "no lanes": ({"lanes": {}}, "at least 1"),
    "an infinite straight": (
        road(b={"after": "main", "path": [{"straight_m": math.inf}]}),
        "finite",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_contradiction_is_refused_in_words(network_of, case):
    roads, words = REFUSED[case]
    with pytest.raises(ConfigError, match=words) as caught:
        network_of(roads)
    assert "\n" not in str(caught.value)


def test_a_lane_after_another_starts_where_that_ends_and_succeeds_it(network_of):
    roads = network_of(road(b={"after": "main", "path": AHEAD}))
    assert roads.lanes["b"].pose_at(0.0) == roads.lanes["main"].pose_at(30.0)
    assert roads.lanes["main"].successors == ("b",)
    assert roads.lanes["b"].predecessors == ("main",)


def test_width_and_speed_limit_pass_on_unless_they_are_given(network_of):
    lanes = network_of(
        road(b={"after": "main", "path": AHEAD, "width_m": 3.0}, c={"after": "b", "path": AHEAD})
    ).lanes
    assert (lanes["c"].width_m, lanes["c"].speed_limit_mps) == (3.0, 8.0)


def test_the_order_of_the_lanes_in_the_file_does_not_matter_and_is_kept(network_of):
    roads = {"lanes": {"b": {"after": "main", "path": AHEAD}, "main": MAIN}}
    assert list(network_of(roads).lanes) == ["b", "main"]


@pytest.mark.parametrize(
    ("offset_m", "reverse", "of_main", "of_other"),
    [(3.5, False, "left", "right"), (-3.5, False, "right", "left"),
     (3.5, True, "left", "left"), (-3.5, True, "right", "right")],
)  # fmt: skip
def test_lanes_side_by_side_know_each_other(network_of, offset_m, reverse, of_main, of_other):
    other = {"beside": "main", "offset_m": offset_m, "reverse": reverse}
    lanes = network_of(road(other=other)).lanes
    assert getattr(lanes["main"], of_main) == "other"
    assert getattr(lanes["other"], of_other) == "main"
    assert lanes["other"].project(15.0, offset_m).offset_m == pytest.approx(0.0)
    assert abs(lanes["other"].pose_at(1.0).yaw_rad) == pytest.approx(math.pi * reverse)


def test_lanes_with_ground_between_them_are_no_neighbours(network_of):
    lanes = network_of(road(other={"beside": "main", "offset_m": 5.0})).lanes
    assert lanes["main"].left is None
    assert lanes["other"].right is None


def test_a_long_chain_of_lanes_is_built(network_of):
    names = ["main", *(f"l{number}" for number in range(500))]
    chain = {b: {"after": a, "path": AHEAD} for a, b in pairwise(names)}
    assert network_of(road(**chain)).lanes["l499"].path.end.x_m == pytest.approx(2530.0)


def test_one_circle_written_with_four_decimals_joins_itself(network_of):
    circle = {"path": [{"arc_radius_m": 20.0, "arc_angle_rad": 6.2832}], "joins": ["main"]}
    roads = network_of({"lanes": {"main": {**MAIN, **circle}}})
    assert roads.lanes["main"].successors == ("main",)
    assert roads.edge_distance_m(0.0, 0.0) == pytest.approx(1.75)
