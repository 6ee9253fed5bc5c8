import numpy as np
import pytest

from physai_sim.generation.critics import reason2
from physai_sim.generation.critics.reason2 import Reason2
from physai_sim.generation.physics.clip import Clip

CLIP = Clip("clip", 12, np.zeros((4, 8, 8, 3), np.uint8))


class Speaker:
    """Stands in for a checkpoint: says what it is told to."""

    said = ""

    def __init__(self, folder):
        self.folder = folder

    def ask(self, question, frames, *, hz, seed):
        Speaker.asked = (question, frames.shape, hz, seed)
        return self.said


@pytest.fixture
def speaker(monkeypatch):
    monkeypatch.setattr(reason2, "Checkpoint", Speaker)
    return Speaker


def test_thoughts_and_number_become_a_critique(speaker):
    speaker.said = "<think>The cube stops in the air.</think>\n2"
    critique = Reason2("folder", seed=3).judge(CLIP, None, "a cube falls")
    assert critique.score == 2
    assert critique.thoughts == "The cube stops in the air."
    question, shape, hz, seed = speaker.asked
    assert question.startswith("The video is meant to show this: a cube falls")
    assert (shape, hz, seed) == ((4, 8, 8, 3), 12, 3)


def test_an_answer_that_cannot_be_read_has_no_score_and_a_reason(speaker):
    speaker.said = "<think>Hm.</think> 4/5"
    critique = Reason2("folder").judge(CLIP, None)
    assert (critique.score, critique.reasons) == (None, ("the answer holds 2 numbers: '4/5'",))
    assert critique.facts["said"] == "4/5"
