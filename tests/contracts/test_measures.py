"""What every measure of a clip must keep, whoever adds one."""

import json
import math
import re

import numpy as np
import pytest

from physai_sim.core import registry
from physai_sim.core.config import load_world
from physai_sim.generation.physics.floors import Floors
from physai_sim.generation.physics.report import report
from physai_sim.generation.physics.tracking.look import look_at_truth
from physai_sim.generation.physics.truth import View, true_film
from physai_sim.generation.source.from_world import from_world

WORLDS = ("falling_ball", "pick_place", "lane_curve")
every_measure = pytest.mark.parametrize("name", registry.names("measures"))
_FLOORS = {}


def measure(name):
    return registry.find("measures", name)()


def floors(world):
    """The truth of a short film, and what it scores itself; played once in a run."""
    if world not in _FLOORS:
        source = from_world(load_world(world, ("time_limit_s=2.0",)), 1)
        _FLOORS[world] = Floors(true_film(source, View("front_camera", 12, (64, 64), 18)))
    return _FLOORS[world]


@every_measure
def test_it_says_what_it_asks_and_what_its_number_means(name):
    one = measure(name)
    assert one.name == name
    assert re.fullmatch(r"[A-Z]\d+", one.number)
    assert one.question.endswith("?")
    assert one.better in ("lower", "higher")
    assert type(one).__doc__


@every_measure
def test_no_other_has_its_number(name):
    numbers = [measure(other).number for other in registry.names("measures")]
    assert numbers.count(measure(name).number) == 1


@every_measure
def test_each_fault_that_it_catches_is_planted_and_names_it(name):
    for fault in measure(name).catches:
        assert registry.find("faults", fault)().caught_by == name


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
@every_measure
def test_the_true_film_never_fails_and_equal_sights_score_equally(name, world):
    held = floors(world)
    one, truth = measure(name), held.truth
    if not one.applies(truth):
        return
    first, again = (one.score(look_at_truth(truth, how="masks"), truth) for _ in range(2))
    assert (first.value, first.reason, first.fault) == (again.value, again.reason, again.fault)
    assert (first.value is None) == bool(first.reason)
    assert first.fault is None
    assert json.dumps(first.parts, allow_nan=False) == json.dumps(again.parts)


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
@every_measure
def test_a_limit_asks_for_no_more_than_the_floor(name, world):
    one, truth = measure(name), floors(world).truth
    floor = one.score(look_at_truth(truth, how="masks"), truth).value
    if not one.applies(truth) or floor is None:
        return
    limit = one.limit(floor, truth)
    assert not math.isfinite(limit) or (
        limit >= floor if one.better == "lower" else limit <= floor
    )


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
@every_measure
def test_the_true_film_passes_or_is_unknown_and_stays_as_it_is(name, world):
    held = floors(world)
    before = held.truth.rgb.copy()
    clip = held.sight("masks").clip
    found = report(clip, held.truth, measures=[measure(name)], floors=held).findings
    assert [finding.verdict for finding in found] in ([], ["pass"], ["unknown"])
    assert np.array_equal(held.truth.rgb, before)
