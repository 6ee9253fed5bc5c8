"""The one function that every reward is built from, and what a stage refuses."""

import itertools
import math

import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.tasks.base import tolerance

BOUNDS = {"low": -1.0, "high": 2.0, "margin": 0.5}


@pytest.mark.parametrize("value", [-1.0, 0.0, 2.0])
def test_within_the_bounds_it_is_one(value):
    assert tolerance(value, **BOUNDS) == 1.0


@pytest.mark.parametrize("value", [-1.5, 2.5])
def test_one_margin_outside_a_tenth_is_left(value):
    assert tolerance(value, **BOUNDS) == pytest.approx(0.1)


def test_it_falls_without_a_step_and_never_rises_again():
    values = [tolerance(2.0 + 0.01 * k, **BOUNDS) for k in range(200)]
    assert all(a >= b for a, b in itertools.pairwise(values))
    assert max(a - b for a, b in itertools.pairwise(values)) < 0.04
    assert all(0.0 < value <= 1.0 for value in values)


def test_it_is_the_same_on_both_sides():
    for outside in (0.1, 0.3, 1.0):
        assert tolerance(2.0 + outside, **BOUNDS) == pytest.approx(
            tolerance(-1.0 - outside, **BOUNDS)
        )


def test_its_shape_is_a_gaussian():
    assert tolerance(2.25, **BOUNDS) == pytest.approx(math.exp(-0.25 * math.log(10)))


@pytest.mark.parametrize(("low", "high", "margin"), [(1.0, 0.0, 1.0), (0.0, 1.0, 0.0), (0, 1, -1)])
def test_wrong_bounds_are_refused(low, high, margin):
    with pytest.raises(ConfigError, match="tolerance"):
        tolerance(0.0, low=low, high=high, margin=margin)


def test_an_unknown_robot_is_named(open_session):
    stage = open_session("reach", cameras=False).stage
    with pytest.raises(UnknownNameError, match=r"task\.robot.*did you mean 'arm'"):
        stage.robot("arn", where="task.robot")
