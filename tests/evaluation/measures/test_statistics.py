import pytest

from physai_sim.evaluation.measures.statistics import wilson


# Newcombe (1998), table I, method 3, and the usual textbook rows of ten trials.
@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (9, 10, 0.5958, 0.9821),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (50, 50, 0.9287, 1.0),
    ],
)
def test_the_interval_is_that_of_published_tables(successes, trials, low, high):
    share = wilson(successes, trials)
    assert share.value == successes / trials
    assert share.n == trials
    assert (share.low, share.high) == pytest.approx((low, high), abs=5.1e-5)


def test_the_ends_are_exact():
    assert wilson(0, 7).low == 0.0
    assert wilson(7, 7).high == 1.0


def test_no_trial_says_nothing():
    share = wilson(0, 0)
    assert (share.value, share.low, share.high, share.n) == (None, 0.0, 1.0, 0)


def test_the_share_is_always_within_its_interval():
    for trials in range(1, 60):
        for successes in range(trials + 1):
            share = wilson(successes, trials)
            assert 0.0 <= share.low <= share.value <= share.high <= 1.0
