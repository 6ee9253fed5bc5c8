"""The report: verdicts follow from values, floors and limits, and nothing passes unknown."""

import math
from dataclasses import replace

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.coding.coding import Coding
from physai_sim.generation.physics.floors import Floors
from physai_sim.generation.physics.measures.base import Measure, Score, unknown
from physai_sim.generation.physics.report import all_measures, report

GOOD = Score(1.0)


class Fixed(Measure):
    """Gives one score for the clip and another for the true film."""

    number, question = "A1", "What was it told?"

    def __init__(self, clip, floor=GOOD, *, limit=2.0, better="lower", applies=True):
        self.name = f"fixed_{id(self)}"
        self._scores, self._limit, self.better = (clip, floor), limit, better
        self._applies = applies

    def applies(self, truth):
        return self._applies

    def score(self, sight, truth):
        return self._scores[sight.clip.name != "made by hand"]

    def limit(self, floor, truth):
        return self._limit


@pytest.fixture
def given(push_truth):
    """A clip by masks, so that nothing has to be tracked."""
    masks = {name: push_truth.mask(name) for name in ("cube", "spot", "arm")}
    return Clip("made by hand", push_truth.hz, push_truth.rgb, masks=masks)


@pytest.fixture
def judged(given, push_truth):
    def judge(*measures):
        return report(given, push_truth, measures=measures)

    return judge


def verdict(judged, *args, **kwargs):
    [finding] = judged(Fixed(*args, **kwargs)).findings
    return finding.verdict, finding.reason


def test_what_true_films_of_that_length_reach_is_no_failure_but_unknown(judged):
    word, reason = verdict(judged, Score(3.0, worst_true=3.5))
    assert word == "unknown"
    assert "some true films of this length reach 3.5" in reason
    assert verdict(judged, Score(3.6, worst_true=3.5)) == ("fail", None)
    assert verdict(judged, Score(1.0, worst_true=0.5)) == ("pass", None)


def test_the_limit_itself_still_passes_on_either_side(judged):
    assert verdict(judged, Score(2.0)) == ("pass", None)
    assert verdict(judged, Score(2.1)) == ("fail", None)
    assert verdict(judged, Score(2.0), better="higher") == ("pass", None)
    assert verdict(judged, Score(1.9), better="higher") == ("fail", None)


def test_what_cannot_be_told_is_unknown_with_its_reason(judged):
    assert verdict(judged, unknown("too dark")) == ("unknown", "too dark")
    word, reason = verdict(judged, Score(1.0), unknown("too small"))
    assert (word, "too small" in reason) == ("unknown", True)
    assert verdict(judged, Score(1.0), limit=math.inf)[0] == "unknown"


def test_a_fault_fails_whatever_the_value(judged):
    assert verdict(judged, Score(1.0, fault="gone")) == ("fail", "gone")
    assert verdict(judged, Score(None, "dark", fault="gone")) == ("fail", "gone")


def test_what_leaves_out_a_body_of_the_true_film_passes_neither_alone_nor_as_a_whole(judged):
    left = Score(1.0, untold=frozenset({"cube"}))
    assert verdict(judged, left) == ("unknown", "followed in the true film, and not here: cube")
    assert verdict(judged, left, left) == ("pass", None)
    assert verdict(judged, replace(left, value=3.0)) == ("fail", None)
    assert judged(*(Fixed(GOOD) for _ in range(9)), Fixed(left)).verdict == "unknown"
    assert judged(*(Fixed(GOOD) for _ in range(9)), Fixed(left, left)).verdict == "pass"


def test_a_limit_that_tells_nothing_lets_fail_and_not_pass(judged):
    blunt, beyond = Fixed(GOOD), Fixed(Score(3.0))
    for one in (blunt, beyond):
        one.is_telling = lambda limit: limit < 1.0
    assert [f.verdict for f in judged(blunt, beyond).findings] == ["unknown", "fail"]


def test_a_fault_that_the_true_film_has_too_is_unknown(judged):
    word, reason = verdict(judged, Score(1.0, fault="gone"), Score(1.0, fault="gone as well"))
    assert word == "unknown"
    assert "true film" in reason
    assert "gone as well" in reason


def test_the_whole_fails_with_one_and_passes_only_where_enough_is_told(judged):
    good, bad, dark = Score(1.0), Score(9.0), unknown("dark")
    assert judged(Fixed(good), Fixed(bad)).verdict == "fail"
    assert judged(Fixed(good), Fixed(dark)).verdict == "pass"
    assert judged(Fixed(good), Fixed(dark), Fixed(dark)).verdict == "unknown"
    assert judged(Fixed(dark)).verdict == "unknown"
    assert judged().verdict == "unknown"


def test_measures_that_make_no_sense_here_are_left_out(judged):
    assert judged(Fixed(Score(9.0), applies=False)).findings == ()


def test_a_measure_that_crashes_is_a_defect_and_no_unknown(judged):
    class Broken(Fixed):
        def score(self, sight, truth):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        judged(Broken(Score(1.0)))


def test_a_compressed_clip_is_held_against_the_true_film_through_its_codec(given, push_truth):
    class Sharpness(Fixed):
        def score(self, sight, truth):
            return Score(float(np.abs(np.diff(sight.clip.frames.astype(int), axis=2)).mean()))

    raw, coded = (
        report(replace(given, coding=coding), push_truth, measures=[Sharpness(Score(1.0))])
        for coding in (None, Coding("h264", "yuv420p", 0.1, 38.0))
    )
    floors = [found.findings[0].floor for found in (raw, coded)]
    assert floors[1] < floors[0] == raw.findings[0].value
    assert coded.findings[0].floor_masks == floors[1]
    assert coded.floor_sight.clip.coding is not None


def test_floors_are_used_again_where_they_are_of_this_truth(given, push_truth):
    floors = Floors(push_truth)
    assert report(given, push_truth, measures=(), floors=floors).floors is floors
    other = replace(push_truth)
    assert report(given, other, measures=(), floors=floors).truth is other


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda clip: replace(clip, hz=25), "frames per second"),
        (lambda clip: replace(clip, frames=clip.frames[:-1]), "frames"),
        (lambda clip: replace(clip, frames=clip.frames[:, :-2]), "rows"),
        (lambda clip: replace(clip, frames=clip.frames[:, :, :-2]), "columns"),
    ],
)
def test_a_clip_that_does_not_fit_its_truth_is_refused(given, push_truth, change, what):
    with pytest.raises(ConfigError, match=f"differ in their {what}, got"):
        report(change(given), push_truth, measures=())


def test_measures_come_in_the_order_of_their_numbers():
    numbers = [measure.number for measure in all_measures()]
    assert numbers.index("A9") < numbers.index("A10") < numbers.index("A11") < numbers.index("B1")
