"""A clip is held against the worse of the true film as it is and as the clip looks."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.floors import Floors
from physai_sim.generation.physics.measures.base import Measure, Score
from physai_sim.generation.physics.standard import Standard
from physai_sim.generation.physics.tracking.look import look


class Redness(Measure):
    """Tells films of one look from those of another."""

    name, number, question = "redness", "A0", "How red?"

    def score(self, sight, truth):
        red = sight.clip.frames[..., 0].astype(float) - sight.clip.frames[..., 1]
        return Score(float(red.mean()))

    def limit(self, floor, truth):
        return floor


class Paleness(Redness):
    better = "higher"


def standard_of(frames, truth):
    return Standard.of(look(Clip("a clip", truth.hz, frames), truth), Floors(truth))


@pytest.fixture(scope="module")
def red(push_truth):
    frames = push_truth.rgb.copy()
    frames[..., 1:] //= 2
    return standard_of(frames, push_truth)


def test_a_clip_in_the_truths_own_looks_has_one_floor(push_truth):
    plain = standard_of(push_truth.rgb, push_truth)
    assert plain.looks is None
    assert plain.floor(Redness()).value == plain.by_masks(Redness()).value


def test_the_worse_of_both_floors_counts_whichever_way_is_better(red):
    usual = red.floors.score(Redness(), "tracker").value
    painted = Redness().score(red.in_looks, red.floors.truth).value
    assert painted > usual
    assert red.floor(Redness()).value == painted
    assert red.floor(Paleness()).value == usual


def test_what_one_floor_cannot_tell_is_not_told(red):
    class InLooks(Redness):
        name = "in_looks"

        def score(self, sight, truth):
            return Score(None, "too red") if sight is red.in_looks else Score(1.0)

    found = red.floor(InLooks())
    assert (found.value, found.reason) == (None, "too red")


def test_bodies_that_either_floor_leaves_out_are_not_missed_in_the_clip(red):
    class Doubting(Redness):
        name = "doubting"

        def score(self, sight, truth):
            return Score(1.0, untold=frozenset({"cube"} if sight is red.in_looks else {"ball"}))

    assert red.floor(Doubting()).untold == {"cube", "ball"}


def test_given_masks_need_no_film_in_other_looks(push_truth):
    masks = {name: push_truth.mask(name) for name in push_truth.poses}
    clip = Clip("a clip", push_truth.hz, np.zeros_like(push_truth.rgb), masks=masks)
    given = Standard.of(look(clip, push_truth), Floors(push_truth))
    assert given.looks is None
    assert given.floor(Redness()) is given.by_masks(Redness())
    assert replace(given).sight is given.sight
