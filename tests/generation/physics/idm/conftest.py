"""Lessons made by hand, in which one number of the action is there to be seen and one is not."""

import numpy as np
import pytest

from physai_sim.generation.physics.idm.films import Lesson
from physai_sim.generation.physics.idm.flow_features import FEATURES
from physai_sim.generation.physics.idm.inputs import Rates
from physai_sim.generation.physics.idm.learning import learned


@pytest.fixture(scope="session")
def made_lessons():
    """Eight films of 4 s at 20 Hz with actions at 10 Hz."""
    random = np.random.default_rng(0)
    return [_lesson(random) for _ in range(8)]


def _lesson(random):
    speed = np.repeat(random.normal(size=40), 2)  # holds for each control step
    motion = random.normal(size=(80, FEATURES)) * 0.01
    motion[:, :20] += speed[:, None]
    return Lesson(motion, np.stack([3.0 * speed[::2], random.normal(size=40)], axis=1))


@pytest.fixture(scope="session")
def small_model(made_lessons):
    """What is learned from them."""
    return learned(made_lessons, Rates(20, 10))
