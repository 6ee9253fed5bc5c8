"""Rays of a lidar stand where the scan says."""

import numpy as np
import pytest

from physai_sim.core.types import ScanSpec


def scan(columns, *elevations):
    return ScanSpec(-0.5, 1.0, columns, elevations, 0.1, 20.0)


def test_columns_stand_at_equal_angles_from_the_first_to_the_last():
    rays = scan(4, 0.0).directions()
    assert scan(4, 0.0).increment_rad == pytest.approx(0.5)
    azimuths = np.arctan2(rays[0, :, 1], rays[0, :, 0])
    assert azimuths == pytest.approx([-0.5, 0.0, 0.5, 1.0])


def test_rings_stand_at_their_elevations_and_rays_have_length_one():
    rays = scan(7, -0.3, 0.0, 0.4).directions()
    assert rays.shape == (3, 7, 3)
    assert np.linalg.norm(rays, axis=-1) == pytest.approx(np.ones((3, 7)))
    assert np.arcsin(rays[:, 5, 2]) == pytest.approx([-0.3, 0.0, 0.4])


def test_a_single_column_has_no_increment_and_stands_at_the_first_angle():
    lone = ScanSpec(0.5, 0.5, 1, (0.0,), 0.1, 20.0)
    assert lone.increment_rad == 0.0
    assert lone.directions()[0, 0] == pytest.approx([np.cos(0.5), np.sin(0.5), 0.0])
