import numpy as np

from physai_sim.generation.critics.state import State
from physai_sim.generation.physics.clip import Clip

CLIP = Clip("clip", 12, np.zeros((2, 8, 8, 3), np.uint8))


def test_the_score_is_that_of_the_findings(finding):
    critic = State(lambda clip, truth: [finding(value=9.0), finding("contact")])
    told = critic.judge(CLIP, object())
    assert told.score == 2
    assert told.reasons[0].startswith("dynamics (A6) fails")


def test_without_the_truth_there_is_no_score():
    told = State().judge(CLIP, None)
    assert told.score is None
    assert told.reasons == ("there is no truth to hold the clip against",)
