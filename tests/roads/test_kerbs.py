import math

import numpy as np
import pytest

from physai_sim.roads.mesh import CHORD_ERROR_M
from physai_sim.roads.primitives import drawing


@pytest.fixture(scope="module", params=["crossing", "oval"])
def roads(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def drawn(roads):
    return drawing(roads)


def footprint(box, count=7):
    """(M, 2): points all over the ground a box stands on."""
    length_m, width_m, _ = box.half_extents_m
    along, across = np.meshgrid(np.linspace(-length_m, length_m, 8 * count),
                                np.linspace(-width_m, width_m, count))  # fmt: skip
    cos, sin = math.cos(box.yaw_rad), math.sin(box.yaw_rad)
    x_m, y_m, _ = box.centre_m
    points = (x_m + cos * along - sin * across, y_m + sin * along + cos * across)
    return np.column_stack([part.ravel() for part in points])


def test_kerbs_stand_beside_the_road_and_never_on_it(roads, drawn):
    for box in drawn.kerbs:
        for x_m, y_m in footprint(box):
            distance_m = -roads.edge_distance_m(x_m, y_m)
            assert distance_m >= roads.kerb.offset_m - CHORD_ERROR_M


def test_kerbs_stand_on_the_ground_as_high_and_as_wide_as_asked_for(roads, drawn):
    for box in drawn.kerbs:
        assert box.centre_m[2] == box.half_extents_m[2] == roads.kerb.height_m / 2.0
        assert box.half_extents_m[1] == roads.kerb.width_m / 2.0


def test_kerbs_follow_every_outer_edge_without_gaps(roads, drawn):
    for edge in roads.outline:
        if edge.side == 0 or roads.lanes[edge.lane_id].junction:
            continue
        beside_m = edge.side * (roads.kerb.offset_m + roads.kerb.width_m / 2.0)
        for part in np.linspace(0.001, 0.999, 400):
            x_m, y_m, _ = edge.segment.pose_at(part * edge.segment.length_m).moved(0, beside_m)
            assert any(stands_on(box, x_m, y_m) for box in drawn.kerbs)


def stands_on(box, x_m, y_m):
    dx_m, dy_m = x_m - box.centre_m[0], y_m - box.centre_m[1]
    cos, sin = math.cos(box.yaw_rad), math.sin(box.yaw_rad)
    along_m, across_m = abs(cos * dx_m + sin * dy_m), abs(cos * dy_m - sin * dx_m)
    return along_m <= box.half_extents_m[0] + 1e-9 and across_m <= box.half_extents_m[1] + 1e-9


def test_no_kerb_stands_within_the_junction_or_across_an_end(crossing):
    boxes = drawing(crossing).kerbs
    assert len(boxes) == 8
    for box in boxes:
        reach_m = np.abs(footprint(box)).max(axis=1)
        assert reach_m.min() >= 8.0 - 1e-6
        assert reach_m.max() <= 48.0 + 1e-6


def test_no_kerb_stands_between_lanes_that_touch(oval):
    for box in drawing(oval).kerbs:
        away_m = -oval.edge_distance_m(*box.centre_m[:2])
        assert away_m == pytest.approx(0.3 + 0.1, abs=1e-6)


def test_a_kerb_stops_where_another_road_comes_in_beside(network_of):
    start = {"x_m": 0.0, "y_m": 0.0, "yaw_rad": 0.0}
    lane = {"width_m": 3.0, "speed_limit_mps": 5.0, "start": start, "path": [{"straight_m": 40.0}]}
    side = {**lane, "start": {"x_m": 20.0, "y_m": -9.0, "yaw_rad": math.pi / 2}}
    side = {**side, "path": [{"straight_m": 9.0}]}
    roads = network_of({"lanes": {"a": lane, "b": side}, "kerb": {}})
    ground = np.concatenate([footprint(box) for box in drawing(roads).kerbs])
    assert not roads.lanes["b"].covers(ground, slack_m=-1e-6).any()
    south = ground[np.abs(ground[:, 1] + 2.1) < 0.05]
    assert ((south[:, 0] < 18.5) | (south[:, 0] > 21.5)).all()
