"""The truth's own scores are made once."""

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
