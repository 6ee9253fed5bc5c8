"""The truth's own scores are made once."""

import numpy as np

from physai_sim.generation.physics.coding.coding import Coding
from physai_sim.generation.physics.floors import Floors
from physai_sim.generation.physics.measures.base import Measure, Score


class Counting(Measure):
    """Counts how often it is asked."""

    name, number, question = "counting", "A0", "How often?"

    def __init__(self):
        self.calls = 0

    def score(self, sight, truth):
        self.calls += 1
        return Score(float(len(sight.tracks)))

    def limit(self, floor, truth):
        return floor


def test_each_score_and_each_look_is_made_once(push_truth):
    floors, measure = Floors(push_truth), Counting()
    assert floors.score(measure, "masks") is floors.score(measure, "masks")
    assert floors.sight("masks") is floors.sight("masks")
    assert measure.calls == 1
    assert floors.score(measure, "tracker") is not None
    assert measure.calls == 2


def test_the_true_film_is_meant_to_be_as_it_was(push_truth):
    assert Floors(push_truth).sight("masks").clip.expansion.kind == "none"


def test_clips_of_about_one_quality_share_what_the_true_film_scores_through_a_codec(push_truth):
    floors, measure = Floors(push_truth), Counting()
    near = [Coding("h264", "yuv420p", 0.1, quantiser) for quantiser in (27.6, 28.4)]
    assert floors.score(measure, "masks", near[0]) is floors.score(measure, "masks", near[1])
    assert floors.score(measure, "masks") is not floors.score(measure, "masks", near[0])
    assert measure.calls == 2
    assert floors.film(near[0]) is floors.film(near[1])


def test_eyes_see_what_the_codec_left_and_masks_stay_the_engines(push_truth):
    floors, coding = Floors(push_truth), Coding("h264", "yuv420p", 0.1, 38.0)
    raw, coded = floors.sight("masks"), floors.sight("masks", coding)
    assert not np.array_equal(coded.clip.frames, push_truth.rgb)
    assert raw.clip.frames is push_truth.rgb
    assert coded.clip.coding == coding
    cube = push_truth.mask("cube")
    assert np.array_equal(coded.tracks["cube"].masks, cube)
    assert not np.array_equal(coded.tracks["cube"].colour_lab, raw.tracks["cube"].colour_lab)
