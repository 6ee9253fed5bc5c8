"""What every planted fault must keep, whoever adds one."""

import numpy as np
import pytest

from physai_sim.core import registry
from physai_sim.core.config import load_world
from physai_sim.generation.physics.truth import View, true_film
from physai_sim.generation.source.from_world import from_world

FAULTS = registry.names("faults")
every_fault = pytest.mark.parametrize("name", FAULTS)
_FILMS = {}


def fault(name):
    return registry.find("faults", name)()


def film_of(name):
    """The world of a fault at the least size, played once in a run."""
    place = (fault(name).world, fault(name).camera)
    if place not in _FILMS:
        source = from_world(load_world(place[0], ("time_limit_s=4.0",)), 2)
        _FILMS[place] = true_film(source, View(place[1], 12, (64, 64), 36))
    return _FILMS[place]


@every_fault
def test_it_is_named_as_its_file_and_caught_by_a_measure_that_there_is(name):
    kind = fault(name)
    assert kind.name == name
    assert kind.caught_by in registry.names("measures")
    assert kind.__doc__.endswith(".\n    ") or kind.__doc__.endswith(".")


@every_fault
def test_its_measure_says_so_too(name):
    measure = registry.find("measures", fault(name).caught_by)
    assert name in measure.catches


@every_fault
def test_equal_seeds_give_equal_films_of_the_same_length_and_the_truth_stays(name):
    truth = film_of(name)
    before = truth.rgb.copy()
    first, second = (fault(name).plant(truth, 5) for _ in range(2))
    assert np.array_equal(first.frames, second.frames)
    assert first.frames.shape == truth.rgb.shape
    assert (first.frames.dtype, first.hz) == (np.uint8, truth.hz)
    assert np.array_equal(truth.rgb, before)
    assert not np.array_equal(first.frames, truth.rgb)
    assert name in first.name
