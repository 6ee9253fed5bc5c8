import numpy as np
import pytest

from physai_sim.generation.critics.calibration.figures import (
    auroc,
    mean,
    ranks,
    spearman,
)


def test_scores_that_never_mix_have_an_area_of_1():
    figure = auroc([1, 2, 2], [4, 5])
    assert (figure.value, figure.low, figure.high, figure.n) == (1.0, 1.0, 1.0, 5)


def test_a_critic_that_always_says_the_same_has_an_area_of_one_half():
    figure = auroc([4] * 10, [4] * 5)
    assert (figure.value, figure.low, figure.high) == (0.5, 0.5, 0.5)


def test_the_area_counts_pairs_and_ties_half():
    # Pairs: (1,1) ties, (1,3), (2,3) win, (2,1) loses.
    assert auroc([1, 2], [1, 3]).value == pytest.approx(2.5 / 4)


def test_the_interval_of_chance_holds_one_half():
    rng = np.random.default_rng(3)
    figure = auroc(rng.integers(1, 6, 60), rng.integers(1, 6, 40))
    assert figure.low < 0.5 < figure.high
    assert figure.low < figure.value < figure.high


def test_without_one_of_the_kinds_there_is_no_area():
    figure = auroc([], [5])
    assert (figure.value, figure.reason) == (None, "needs films with a fault and films without")


def test_ranks_of_equal_numbers_are_shared():
    np.testing.assert_array_equal(ranks(np.array([10.0, 5.0, 10.0, 7.0])), [3.5, 1, 3.5, 2])


def test_scores_that_fall_as_errors_rise_correlate_with_minus_1():
    assert spearman([5, 4, 2, 1], [0.0, 0.1, 3.0, 100.0]).value == pytest.approx(-1.0)


def test_the_correlation_is_that_of_a_worked_example():
    # d = (2, -2, 0, 0, 0): 1 - 6 * 8 / (5 * 24) = 0.6
    assert spearman([1, 2, 3, 4, 5], [3, 2, 1, 4, 5]).value == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("scores", "errors", "reason"),
    [
        ([4, 4, 4], [1, 2, 3], "all scores are equal"),
        ([1, 2, 3], [1, 1, 1], "all errors are equal"),
        ([1, 2], [1, 2], "needs three films or more"),
    ],
)
def test_where_nothing_can_be_ranked_there_is_no_correlation(scores, errors, reason):
    figure = spearman(scores, errors)
    assert (figure.value, figure.reason) == (None, reason)


def test_equal_films_give_equal_intervals():
    one, other = (spearman([1, 2, 3, 4, 4, 1], [5, 4, 3, 2, 2, 2]) for _ in range(2))
    assert one == other
    assert one.low <= one.value <= one.high


def test_a_share_has_an_interval_and_a_reason_where_there_is_none():
    figure = mean([1.0, 1.0, 0.0, 0.0], lacking="none")
    assert (figure.value, figure.n) == (0.5, 4)
    assert figure.low < 0.5 < figure.high
    assert mean([], lacking="none").reason == "none"
