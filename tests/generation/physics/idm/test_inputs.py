"""Inputs of control steps: interpolated between frames, at rates that have nothing in common."""

import numpy as np
import pytest

from physai_sim.generation.physics.idm.flow_features import FEATURES
from physai_sim.generation.physics.idm.inputs import (
    INSTANTS,
    Rates,
    actions_within,
    inputs,
    scale_of,
)


def test_only_control_steps_that_a_film_shows_whole_lie_within_it():
    assert actions_within(25, Rates(24, 15)) == 15
    assert actions_within(24, Rates(24, 15)) == 14
    assert actions_within(1, Rates(24, 15)) == 0


def test_motion_is_interpolated_at_the_instants_of_a_control_step():
    rates = Rates(film=20, control=10)
    middles = (np.arange(40) + 0.5) / rates.film
    motion = np.zeros((40, FEATURES))
    motion[:, 0] = middles  # a cell whose motion grows with time
    scale = np.ones_like(scale_of([motion]))
    found = inputs(motion, scale, 10, rates=rates).reshape(10, len(INSTANTS), -1)
    wanted = (np.arange(10)[:, None] + INSTANTS) / rates.control
    assert found[1:, :, 0] == pytest.approx(wanted[1:])


def test_inputs_of_what_was_learned_from_are_alike_in_size():
    motion = np.random.default_rng(0).normal(size=(200, FEATURES)) * np.geomspace(1, 9, FEATURES)
    found = inputs(motion, scale_of([motion]), 100, rates=Rates(20, 20))
    assert 0.3 < found.std(axis=0).mean() < 1.5
