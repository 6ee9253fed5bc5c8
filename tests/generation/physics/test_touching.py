"""Contacts read from distances that are known by hand."""

import numpy as np
import pytest

from physai_sim.generation.physics.touching import matched, onsets

MARGIN = 0.01


def test_a_bounce_between_two_frames_begins_where_its_speed_takes_it():
    gap = np.array([0.5, 0.3, 0.1, 0.1, 0.3])
    assert onsets(gap, MARGIN) == [pytest.approx(2.5)]


def test_what_comes_slowly_touches_once_it_is_near():
    gap = np.array([0.05, 0.03, 0.015, 0.009, 0.001, 0.0, 0.001])
    assert len(onsets(gap, MARGIN)) == 1


def test_what_touches_from_the_start_has_no_onset_and_noise_is_none():
    gap = np.array([0.0, 0.011, 0.0, 0.012, 0.003])
    assert onsets(gap, MARGIN) == []


def test_frames_that_are_not_known_are_passed_over():
    assert onsets(np.array([0.5, np.nan, np.nan, 0.0]), MARGIN) == [3.0]


def test_contacts_are_paired_with_the_nearest_and_the_rest_is_missed_or_false():
    found = matched([10.0, 50.0], [11.0, 30.0], 10)
    assert found.errors_ms == (pytest.approx(-100.0),)
    assert (found.missed, found.false) == (1, 1)
