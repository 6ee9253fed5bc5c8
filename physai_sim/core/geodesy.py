"""Places on Earth: geodetic coordinates on the WGS 84 ellipsoid, and a plane that touches it.

Legend: "earth" is the earth-centred, earth-fixed frame (REP-105); "local" is a tangent plane with
x east, y north, z up (REP-103). Altitudes are heights above the ellipsoid.
Source: NGA.STND.0036, "World Geodetic System 1984".
"""

from __future__ import annotations

import math

import numpy as np

from physai_sim.core.geometry import Array

SEMI_MAJOR_M = 6_378_137.0
FLATTENING = 1.0 / 298.257_223_563
ECCENTRICITY_2 = FLATTENING * (2.0 - FLATTENING)
# Each round leaves less than 1/100 of the error, from at most 1/100 rad.
ROUNDS = 8

Geodetic = tuple[float, float, float]


class TangentPlane:
    """The local frame at an origin.

    Args:
        latitude_deg: North is positive [deg].
        longitude_deg: East is positive [deg].
        altitude_m: Above the ellipsoid [m].
    """

    def __init__(self, latitude_deg: float, longitude_deg: float, altitude_m: float) -> None:
        self._origin = earth_from_geodetic(latitude_deg, longitude_deg, altitude_m)
        lat, lon = math.radians(latitude_deg), math.radians(longitude_deg)
        east = (-math.sin(lon), math.cos(lon), 0.0)
        up = (math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))
        self._axes = np.array([east, np.cross(up, east), up])

    def geodetic(self, position_m: Array) -> Geodetic:
        """Latitude [deg], longitude [deg] and altitude [m] of a local position, shape (3,)."""
        return geodetic_from_earth(self._origin + self._axes.T @ position_m)

    def local(self, geodetic: Geodetic) -> Array:
        """The local position of a place, shape (3,) [m]."""
        position: Array = self._axes @ (earth_from_geodetic(*geodetic) - self._origin)
        return position


def earth_from_geodetic(latitude_deg: float, longitude_deg: float, altitude_m: float) -> Array:
    """A place in the earth frame, shape (3,) [m]."""
    lat, lon = math.radians(latitude_deg), math.radians(longitude_deg)
    normal = _normal_m(math.sin(lat))
    flat = (normal + altitude_m) * math.cos(lat)
    z = ((1.0 - ECCENTRICITY_2) * normal + altitude_m) * math.sin(lat)
    return np.array([flat * math.cos(lon), flat * math.sin(lon), z])


def geodetic_from_earth(position_m: Array) -> Geodetic:
    """Latitude [deg], longitude [deg] and altitude [m] of a place that is not deep in the Earth.

    By fixed-point iteration on the latitude.
    """
    x, y, z = (float(value) for value in position_m)
    flat = math.hypot(x, y)
    lat = math.atan2(z, flat * (1.0 - ECCENTRICITY_2))
    for _ in range(ROUNDS):
        sine = math.sin(lat)
        lat = math.atan2(z + ECCENTRICITY_2 * _normal_m(sine) * sine, flat)
    sine, cosine = math.sin(lat), math.cos(lat)
    altitude = flat * cosine + z * sine - SEMI_MAJOR_M**2 / _normal_m(sine)
    return math.degrees(lat), math.degrees(math.atan2(y, x)), altitude


def _normal_m(sine: float) -> float:
    """Radius of curvature across the meridian at a latitude of that sine [m]."""
    return SEMI_MAJOR_M / math.sqrt(1.0 - ECCENTRICITY_2 * sine**2)
