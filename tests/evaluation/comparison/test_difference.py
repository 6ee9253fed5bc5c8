import numpy as np
import pytest

from physai_sim.evaluation.comparison.difference import difference, values_of, verdict

RISES = np.array([0.5, 0.6, 0.4, 0.7, 0.5, 0.6, 0.5, 0.4])
MIXED = np.array([0.5, -0.6, 0.4, -0.7, 0.5, -0.6, 0.5, -0.1])


@pytest.mark.parametrize(
    ("differences", "better", "told"),
    [
        (RISES, "higher", "better"),
        (RISES, "lower", "worse"),
        (-RISES, "lower", "better"),
        (-RISES, "higher", "worse"),
        (RISES, None, "different"),
        (MIXED, "higher", "noise"),
        (RISES[:5], "higher", "too few pairs"),
        (np.zeros(8), "higher", "equal"),
        (np.zeros(3), "higher", "too few pairs"),
        (np.zeros(0), "higher", "too few pairs"),
    ],
)
def test_a_difference_is_better_worse_noise_or_not_to_be_told(differences, better, told):
    assert verdict(differences, better=better) == told


@pytest.mark.slow
@pytest.mark.parametrize("pairs", [6, 10, 30])
def test_under_chance_alone_hardly_more_than_one_in_twenty_is_told_from_noise(pairs):
    rng = np.random.default_rng(1)
    told = [verdict(rng.normal(size=pairs), better="higher") != "noise" for _ in range(800)]
    # 5 % and three standard errors; one that is wrong in 10 of 100 cases fails with 0.99.
    assert np.mean(told) <= 0.073


def test_wins_losses_and_ties_are_the_seconds(pairs):
    values = values_of(pairs("duration", [3.0, 3.0, 3.0, 3.0], [2.0, 4.0, 3.0, 1.0]), "duration")
    found = difference(values, better="lower")
    assert (found.wins, found.losses, found.ties) == (2, 1, 1)
    assert found.mean == pytest.approx(-0.5)
    assert found.low <= found.mean <= found.high
    assert difference(values, better=None).wins == 1


def test_pairs_that_one_side_does_not_know_are_counted_and_left_out(pairs):
    a, b = [1.0, None, 2.0, 3.0, "absent"], [2.0, 1.0, None, "absent", "absent"]
    values = values_of(pairs("duration", a, b), "duration")
    assert values.names == ("seed 0",)
    assert (values.a, values.b, values.unknown) == ((1.0,), (2.0,), 3)
    assert values_of(pairs("duration", a, b), "collisions").unknown == 0


def test_without_a_pair_nothing_is_claimed(pairs):
    found = difference(values_of(pairs("duration", [None], [1.0]), "duration"), better="lower")
    assert (found.mean, found.low, found.high, found.p) == (None, None, None, None)
    assert found.verdict == "too few pairs"
