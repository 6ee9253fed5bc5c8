"""The laws that experts and traffic share do what their sources say."""

import math

import numpy as np
import pytest

from physai_sim.core.driving import (
    IdmParameters,
    bend_speed,
    idm_acceleration,
    must_stop,
    path_curvature,
)

DRIVER = IdmParameters()


def idm(speed, *, gap=math.inf, ahead=0.0, wanted=10.0):
    return idm_acceleration(speed, wanted, gap_m=gap, ahead_mps=ahead, driver=DRIVER)


def test_on_a_free_road_it_accelerates_fully_from_rest_and_not_at_the_wanted_speed():
    assert idm(0.0) == DRIVER.acceleration_mps2
    assert idm(10.0) == 0.0
    assert idm(12.0) < 0.0


@pytest.mark.parametrize("speed", [0.0, 3.0, 7.0])
def test_at_the_equilibrium_gap_it_keeps_the_speed_of_who_is_ahead(speed):
    # Treiber et al. (2000), equation 5.
    wanted_gap = DRIVER.standstill_m + speed * DRIVER.headway_s
    gap = wanted_gap / math.sqrt(1.0 - (speed / 10.0) ** DRIVER.exponent)
    assert idm(speed, gap=gap, ahead=speed) == pytest.approx(0.0, abs=1e-9)


def test_closing_in_it_brakes_harder_and_a_gap_of_nothing_is_finite():
    assert idm(8.0, gap=20.0, ahead=2.0) < idm(8.0, gap=20.0, ahead=8.0) < idm(8.0)
    assert math.isfinite(idm(8.0, gap=0.0))
    assert idm(8.0, gap=-1.0) == idm(8.0, gap=0.0)


@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("path", [0.0, 0.1, -0.1])
def test_a_bicycle_comes_back_to_its_path_forwards_and_backwards(direction, path):
    offset, heading, step = 0.5, 0.1, 0.05
    for _ in range(1000):
        curvature = path_curvature(
            path, offset_m=offset, heading_rad=heading, decay_m=2.0, direction=direction
        )
        along = step * direction * math.cos(heading) / (1.0 - offset * path)
        offset += step * direction * math.sin(heading)
        heading += step * direction * curvature - along * path
    assert np.abs([offset, heading]).max() < 0.01


def test_a_bend_at_its_speed_asks_for_the_grip_that_was_allowed():
    speed = bend_speed(-1 / 20, lateral_mps2=2.5)
    assert speed**2 / 20 == pytest.approx(2.5)
    assert bend_speed(0.0, lateral_mps2=2.5) > 100.0


@pytest.mark.parametrize(
    ("state", "gap_m", "stops"),
    [
        ("red", 0.0, True),
        ("red", 40.0, True),
        ("yellow", 16.0, True),
        ("yellow", 15.9, False),
        ("green", 0.5, False),
        (None, 0.5, False),
    ],
)
def test_at_yellow_who_can_stop_with_comfort_stops(state, gap_m, stops):
    # From 8 m/s at 2 m/s^2 a stop takes 16 m.
    assert must_stop(state, gap_m=gap_m, speed_mps=8.0, braking_mps2=2.0) is stops
