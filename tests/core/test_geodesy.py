"""Geodetic coordinates against the ellipsoid's definition and the lengths of a degree."""

import math

import numpy as np
import pytest

from physai_sim.core.geodesy import (
    FLATTENING,
    SEMI_MAJOR_M,
    TangentPlane,
    earth_from_geodetic,
    geodetic_from_earth,
)

SEMI_MINOR_M = SEMI_MAJOR_M * (1 - FLATTENING)
PLACES = [
    (48.7823, 9.1829, 297.0),
    (-33.9249, 18.4241, 0.0),
    (0.0, 0.0, 0.0),
    (0.0, -180.0, -400.0),
    (89.9999, 120.0, 3000.0),
    (-90.0, 0.0, 2800.0),
]
every_place = pytest.mark.parametrize("place", PLACES)


def test_the_ellipsoid_has_the_semi_axes_of_wgs_84():
    assert earth_from_geodetic(0.0, 0.0, 0.0).tolist() == [6_378_137.0, 0.0, 0.0]
    assert earth_from_geodetic(0.0, 90.0, 0.0) == pytest.approx([0, 6_378_137.0, 0], abs=1e-9)
    assert earth_from_geodetic(90.0, 0.0, 0.0) == pytest.approx([0, 0, 6_356_752.3142], abs=1e-4)


@every_place
def test_altitude_is_measured_along_the_normal_of_the_ellipsoid(place):
    latitude, longitude, altitude = place
    foot = earth_from_geodetic(latitude, longitude, 0.0)
    axes = np.array([SEMI_MAJOR_M, SEMI_MAJOR_M, SEMI_MINOR_M])
    assert np.sum((foot / axes) ** 2) == pytest.approx(1.0, abs=1e-14)
    normal = foot / axes**2
    above = earth_from_geodetic(*place) - foot
    assert above == pytest.approx(altitude * normal / np.linalg.norm(normal), abs=1e-8)


@every_place
def test_there_and_back_is_the_same_place_to_a_micrometre(place):
    again = geodetic_from_earth(earth_from_geodetic(*place))
    assert again[0] == pytest.approx(place[0], abs=1e-11)
    assert again[2] == pytest.approx(place[2], abs=1e-6)
    if abs(place[0]) < 90.0:
        assert math.remainder(again[1] - place[1], 360.0) == pytest.approx(0.0, abs=1e-9)


# Lengths of one degree [m]: NGA's tables give them to the metre.
@pytest.mark.parametrize(
    ("latitude", "north_m", "east_m"), [(0, 110_574, 111_320), (45, 111_132, 78_847)]
)
def test_a_degree_has_its_published_length(latitude, north_m, east_m):
    plane = TangentPlane(latitude, 7.0, 0.0)
    _, north, _ = plane.local((latitude + 0.005, 7.0, 0.0)) - plane.local(
        (latitude - 0.005, 7.0, 0.0)
    )
    assert 100 * north == pytest.approx(north_m, abs=1.0)
    east, _, _ = plane.local((latitude, 7.005, 0.0)) - plane.local((latitude, 6.995, 0.0))
    assert 100 * east == pytest.approx(east_m, abs=1.0)


@every_place
def test_the_plane_is_level_and_touches_the_origin(place):
    plane = TangentPlane(*place)
    assert plane.local(place) == pytest.approx(np.zeros(3), abs=1e-9)
    up = plane.geodetic(np.array([0.0, 0.0, 10.0]))
    assert up[2] == pytest.approx(place[2] + 10.0, abs=1e-6)
    there = np.array([120.0, -350.0, 4.0])
    assert plane.local(plane.geodetic(there)) == pytest.approx(there, abs=1e-6)


def test_level_ground_rises_above_the_ellipsoid_with_the_square_of_the_distance():
    latitude, longitude, altitude = TangentPlane(0.0, 0.0, 0.0).geodetic(np.array([1e4, 0, 0]))
    assert altitude == pytest.approx(1e4**2 / (2 * SEMI_MAJOR_M), rel=1e-3)
    assert latitude == 0.0
    assert longitude > 0.0
