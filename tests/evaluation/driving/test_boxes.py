import math

import numpy as np
import pytest

from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.core.truth import BodyInfo
from physai_sim.evaluation.driving.boxes import (
    boxes_at,
    contact_times,
    corners_of,
    distance_to,
    gaps,
    overlaps,
    within,
    yaws_of,
)

QUARTER = math.pi / 2


def _random_boxes(count, seed):
    rng = np.random.default_rng(seed)
    places = rng.uniform(-6.0, 6.0, (count, 2))
    yaws = rng.uniform(-math.pi, math.pi, count)
    return np.column_stack([places, yaws, rng.uniform(0.3, 5.0, (count, 2))])


def _outline(box, spacing_m=0.05):
    shares = np.linspace(0.0, 1.0, round(5.0 / spacing_m))[:, None]
    corners = corners_of(box)
    sides = zip(corners, np.roll(corners, -1, axis=0), strict=True)
    return np.concatenate([a + shares * (b - a) for a, b in sides])


def _brute_gap(a, b):
    p, q = _outline(a), _outline(b)
    apart = np.hypot(p[:, None, 0] - q[:, 0], p[:, None, 1] - q[:, 1]).min()
    inside = (distance_to(p, b) == 0).any() or (distance_to(q, a) == 0).any()
    return 0.0 if inside else apart


def test_corners_go_round_from_the_front_left():
    box = np.array([10.0, 5.0, QUARTER, 4.0, 2.0])
    expected = [[9.0, 7.0], [9.0, 3.0], [11.0, 3.0], [11.0, 7.0]]
    np.testing.assert_allclose(corners_of(box), expected, atol=1e-12)


def test_a_box_stands_where_its_middle_is_and_not_its_base_link():
    turned = Pose((1.0, 2.0, 0.0), from_rpy(0.0, 0.0, QUARTER))
    poses = np.array([turned.numbers])
    info = BodyInfo("robot", (4.6, 1.8, 1.5), (1.35, 0.0, 0.7))
    np.testing.assert_allclose(boxes_at(poses, info), [[1.0, 3.35, QUARTER, 4.6, 1.8]])


def test_headings_are_those_of_single_quaternions():
    angles = np.array([[0.1, -0.2, yaw] for yaw in np.linspace(-3.1, 3.1, 9)])
    rotations = np.array([from_rpy(*rpy) for rpy in angles])
    expected = [Pose((0, 0, 0), tuple(q)).yaw_rad for q in rotations]
    np.testing.assert_allclose(yaws_of(rotations), expected)


def test_a_point_is_seen_ahead_and_left_of_the_middle():
    box = np.array([10.0, 5.0, QUARTER, 4.0, 2.0])
    np.testing.assert_allclose(within(np.array([9.0, 8.0]), box), [3.0, 1.0])
    assert distance_to(np.array([10.0, 8.0]), box) == pytest.approx(1.0)
    assert distance_to(np.array([10.0, 6.9]), box) == 0.0


@pytest.mark.parametrize(
    ("other", "gap"),
    [
        ((7.0, 0.0, 0.0, 4.0, 2.0), 3.0),  # nose to tail: 7 - 2 - 2
        ((0.0, 3.5, math.pi, 4.0, 2.0), 1.5),  # side by side, the other way
        ((7.0, 5.0, 0.0, 4.0, 2.0), math.hypot(3.0, 3.0)),  # corner to corner
        ((5.0, 0.0, QUARTER, 4.0, 2.0), 2.0),  # across the way: 5 - 2 - 1
        ((4.0, 0.0, 0.0, 4.0, 2.0), 0.0),  # touching
        ((1.0, 0.5, 0.3, 4.0, 2.0), 0.0),  # one in the other
    ],
)
def test_gaps_of_a_car_of_4_by_2_metres_at_the_origin(other, gap):
    own = np.array([0.0, 0.0, 0.0, 4.0, 2.0])
    assert gaps(own, np.array(other)) == pytest.approx(gap)
    assert gaps(np.array(other), own) == pytest.approx(gap)
    assert overlaps(own, np.array(other)) == (gap == 0.0)


def test_crossed_boxes_overlap_though_no_corner_lies_in_the_other():
    flat, tall = np.array([0.0, 0.0, 0.0, 10.0, 1.0]), np.array([0.0, 0.0, 0.0, 1.0, 10.0])
    assert overlaps(flat, tall)
    assert gaps(flat, tall) == 0.0


def test_gaps_agree_with_the_nearest_of_many_points_of_the_outlines():
    a, b = _random_boxes(30, 1), _random_boxes(30, 2)
    found = gaps(a, b)
    brute = np.array([_brute_gap(one, other) for one, other in zip(a, b, strict=True)])
    np.testing.assert_allclose(found, brute, atol=0.06)
    assert 3 < np.count_nonzero(found == 0.0) < 27


def test_one_box_against_many_is_each_in_turn():
    a, b = _random_boxes(3, 3), _random_boxes(5, 4)
    table = gaps(a[:, None, :], b[None, :, :])
    for i, own in enumerate(a):
        np.testing.assert_array_equal(table[i], gaps(np.broadcast_to(own, b.shape), b))


def test_a_car_closing_10_metres_at_5_metres_per_second_touches_after_2_seconds():
    own, ahead = np.array([0.0, 0.0, 0.0, 4.0, 2.0]), np.array([14.0, 0.0, 0.0, 4.0, 2.0])
    start, end = contact_times(own, ahead, np.array([-5.0, 0.0]))
    assert start == pytest.approx(2.0)
    assert end == pytest.approx((14.0 + 4.0) / 5.0)


def test_boxes_that_pass_beside_or_stand_apart_never_touch():
    own, beside = np.array([0.0, 0.0, 0.0, 4.0, 2.0]), np.array([14.0, 3.0, 0.0, 4.0, 2.0])
    for approach in ((-5.0, 0.0), (0.0, 0.0)):
        assert contact_times(own, beside, np.array(approach)) == (math.inf, -math.inf)


def test_boxes_that_overlap_and_do_not_move_touch_at_all_times():
    own = np.array([0.0, 0.0, 0.0, 4.0, 2.0])
    assert contact_times(own, own, np.zeros(2)) == (-math.inf, math.inf)


def test_contact_times_agree_with_moving_the_boxes_step_by_step():
    a, b = _random_boxes(200, 5), _random_boxes(200, 6)
    approach = np.random.default_rng(7).uniform(-3.0, 3.0, (200, 2))
    start, end = contact_times(a, b, approach)
    for time_s in np.arange(0.013, 4.0, 0.1):
        moved = b.copy()
        moved[:, :2] += time_s * approach
        np.testing.assert_array_equal(overlaps(a, moved), (start <= time_s) & (time_s <= end))
