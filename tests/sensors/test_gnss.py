"""The satellite receiver: exact without noise, as wrong as it says with it."""

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.geodesy import TangentPlane
from physai_sim.sensors.gnss import FARTHEST_M

PLANE = TangentPlane(48.7823, 9.1829, 297.0)


def test_without_noise_it_is_where_the_antenna_is(sense):
    session, sensor = sense("gnss", "sensors.gnss.noise={}")
    for _ in range(5):
        session.step([2.0, 0.0])
    x, y, z = session.world.bodies["ego"].base_pose().position_m
    found = PLANE.local(tuple(sensor.read(session.world)))
    assert found == pytest.approx([x, y, z + 1.5], abs=0.05)  # the car pitches a little
    assert found[2] > z + 1.4
    assert session.spec.sensors["gnss"].mount.parent == "ego/base_link"


def test_a_car_that_drives_east_gains_longitude(sense):
    session, sensor = sense("gnss", "sensors.gnss.noise={}")
    before = sensor.read(session.world)
    for _ in range(8):
        session.step([2.0, 0.0])
    after = sensor.read(session.world)
    assert after[1] - before[1] > 2.0 / 111_320
    assert after[0] == pytest.approx(before[0], abs=0.5 / 111_132)


def test_its_measured_sigmas_are_the_parameters_within_5_percent(sense):
    noise = "{horizontal_m: {sigma: 0.8}, vertical_m: {sigma: 1.5}}"
    session, sensor = sense("gnss", f"sensors.gnss.noise={noise}")
    found = []
    for _ in range(4000):
        session.world.step_index += 1  # another instant at the same place
        found.append(PLANE.local(tuple(sensor.read(session.world))))
    spread = np.std(found, axis=0)
    assert spread == pytest.approx([0.8, 0.8, 1.5], rel=0.05)
    assert session.spec.sensors["gnss"].variances == pytest.approx((0.64, 0.64, 2.25))


@pytest.mark.parametrize("latitude_deg", [-90.0, -0.5, 90.0])
def test_the_farthest_corner_of_any_world_is_within_its_space(latitude_deg, put):
    origin = {"latitude_deg": latitude_deg, "longitude_deg": 180.0, "altitude_m": 5e4}
    place = {"parent": "world", "position_m": (-3e5, 3e5, 3e5)}
    noise = {"horizontal_m": {"sigma": 1e-9}, "vertical_m": {"sigma": 1e-9}}
    for config in ({}, {"noise": noise}):
        world, sensor = put("gnss", {"mount": place, "origin": origin, **config})
        reading = sensor.read(world)
        assert sensor.space(world).contains(reading)
        assert reading[2] > 5e4 + FARTHEST_M


@pytest.mark.parametrize(
    ("key", "value"), [("latitude_deg", 90.5), ("longitude_deg", -181.0), ("altitude_m", 1e6)]
)
def test_a_place_that_is_not_on_earth_is_refused_with_its_line(key, value, sense):
    with pytest.raises(ConfigError, match=rf"sensors\.gnss\.origin\.{key}"):
        sense("gnss", f"sensors.gnss.origin.{key}={value}")


def test_an_antenna_on_nothing_is_refused_with_the_known_bodies(sense):
    with pytest.raises(UnknownNameError, match=r"sensors\.gnss\.mount\.parent.*ghost.*ego"):
        sense("gnss", "sensors.gnss.mount.parent=ghost")
