import numpy as np
import pytest

from physai_sim.evaluation.metrics.smoothness import Smoothness

T = np.linspace(0.0, 1.0, 81)
STROKE = 10 * T**3 - 15 * T**4 + 6 * T**5  # position of a minimum-jerk movement


def _tool(x):
    tool = np.zeros((len(x), 7))
    tool[:, 0] = x
    return tool


@pytest.fixture
def score(arm):
    def make(**paths):
        stamps = np.arange(81, dtype=np.int64) * 100_000_000
        tools = {name: _tool(x) for name, x in paths.items()}
        return Smoothness().score(arm(40, stamps_ns=stamps, tools=tools))

    return make


def test_one_even_stroke_is_the_smoothest(score):
    result = score(arm=0.4 * STROKE)
    assert -1.6 < result.value < -1.4
    assert result.parts == {"arm": result.value}


def test_a_halt_on_the_way_is_less_smooth(score):
    halves = np.concatenate([0.2 * STROKE[::2], 0.2 + 0.2 * STROKE[1::2]])
    assert score(arm=halves).value < score(arm=0.4 * STROKE).value - 0.3


def test_of_two_arms_the_rougher_one_counts_and_both_are_told(score):
    rough = 0.4 * STROKE + 0.01 * np.sin(np.arange(81))
    result = score(left=0.4 * STROKE, right=rough)
    assert result.value == result.parts["right"] < result.parts["left"]


def test_an_arm_that_stands_still_has_no_smoothness_and_does_not_hide_the_other(score):
    still = np.zeros(81)
    result = score(left=0.4 * STROKE, right=still)
    assert result.value == result.parts["left"]
    assert result.parts["right"] is None
    alone = score(arm=still)
    assert alone.value is None
    assert alone.reason == "no tool moved"


def test_too_few_stamps_give_none_with_a_reason(arm):
    result = Smoothness().score(arm(7))
    assert result.value is None
    assert "fewer than 8" in result.reason


def test_smoothness_is_not_asked_of_a_car(drive):
    assert not Smoothness().applies(drive())
