from types import SimpleNamespace

import pytest

from physai_sim.generation.critics.base import Critic, Critique
from physai_sim.generation.critics.calibration.cases import Case, LeftOut
from physai_sim.generation.critics.calibration.judging import judged
from physai_sim.generation.critics.state import State


class Always4(Critic):
    """Says 4, and notes what it was asked about."""

    name, needs_truth = "always_4", False

    def judge(self, clip, truth, prompt=""):
        return Critique(4, (prompt,))


@pytest.fixture
def case():
    truth = SimpleNamespace(spec=SimpleNamespace(instruction="push the cube"))
    return Case("gravity", "push", 3, True, SimpleNamespace(), truth)


def test_a_score_stands_beside_what_the_report_makes_of_the_film(case, finding):
    def find(clip, truth):
        return [finding("state_error", 9.0), finding()]

    (row,) = judged(Always4(), [case], find=find)
    assert (row.score, row.reference, row.state_error) == (4, 2, 9.0)
    assert row.reasons == ("push the cube",)


def test_the_critic_state_goes_by_the_same_findings(case, finding):
    (row,) = judged(State(), [case], find=lambda clip, truth: [finding(value=9.0)])
    assert row.score == row.reference == 2
    assert row.state_error is None


def test_what_was_left_out_is_passed_on():
    left = LeftOut("gravity", "push", 0, "shows nothing")
    assert list(judged(Always4(), [left])) == [left]
