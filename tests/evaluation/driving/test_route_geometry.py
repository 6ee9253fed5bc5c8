import numpy as np
import pytest

from physai_sim.evaluation.driving.route_geometry import along_route, route_length

CORNER = np.array([[0, 0, 0], [10, 0, np.pi / 2], [10, 10, np.pi / 2]], dtype=float)


@pytest.mark.parametrize(
    ("point", "along", "beside"),
    [
        ((5, 2), 5, 2),
        ((5, -1), 5, -1),
        ((12, 5), 15, -2),
        ((9, 9), 19, 1),
        ((-3, 1), 0, 1),
        ((9, 15), 20, 1),
    ],
)
def test_points_lie_along_and_left_of_the_route(point, along, beside):
    found_along, found_beside = along_route(CORNER, np.array([point], dtype=float))
    assert (found_along[0], found_beside[0]) == pytest.approx((along, beside))


def test_every_point_of_an_arc_is_found_at_its_arc_length():
    angle = np.linspace(0, np.pi, 2001)
    arc = 30 * np.column_stack([np.sin(angle), 1 - np.cos(angle), angle / 30])
    inside = 28 * np.column_stack([np.sin(angle), 1 - np.cos(angle)]) + [0, 2]
    along, beside = along_route(arc, inside[::50])
    np.testing.assert_allclose(along, 30 * angle[::50], atol=0.05)
    np.testing.assert_allclose(beside, 2.0, atol=1e-3)


def test_no_point_gives_no_number():
    along, beside = along_route(CORNER, np.zeros((0, 2)))
    assert along.shape == beside.shape == (0,)


def test_the_length_is_that_of_the_pieces():
    assert route_length(CORNER) == 20.0


def test_points_in_one_place_twice_change_nothing():
    doubled = np.repeat(CORNER, 2, axis=0)
    points = np.random.default_rng(0).uniform(-5.0, 15.0, (300, 2))
    for found, expected in zip(
        along_route(doubled, points), along_route(CORNER, points), strict=True
    ):
        np.testing.assert_array_equal(found, expected)


def test_points_asked_together_are_each_asked_alone():
    rng = np.random.default_rng(1)
    angle = np.linspace(0.0, 12.0, 900)
    spiral = np.column_stack([angle * np.cos(angle), angle * np.sin(angle), angle])
    points = rng.uniform(-12.0, 12.0, (250, 2))
    along, beside = along_route(spiral, points)
    for i, point in enumerate(points):
        one_along, one_beside = along_route(spiral, point[None])
        assert (along[i], beside[i]) == (one_along[0], one_beside[0])
