import itertools

import numpy as np
import pytest

from physai_sim.evaluation.comparison.sign_flip import binomial_p, sign_flip_p


def test_mcnemars_exact_test_has_its_published_values():
    # Of 10 pairs that differ 9 are wins: 2 (1 + 10) / 2**10.
    assert binomial_p(9, 10) == pytest.approx(22 / 1024)
    assert binomial_p(1, 10) == binomial_p(9, 10)
    assert binomial_p(5, 10) == 1.0
    assert binomial_p(6, 6) == pytest.approx(2 / 64)


def test_of_successes_the_test_is_mcnemars_and_pairs_that_agree_do_not_count():
    differences = np.array([1.0] * 9 + [-1.0] + [0.0] * 50)
    assert sign_flip_p(differences) == binomial_p(9, 10)


def test_all_choices_of_signs_are_counted_as_by_hand():
    sizes = np.array([0.5, 1.0, 1.5, 4.0])
    sums = [abs(np.dot(signs, sizes)) for signs in itertools.product((1, -1), repeat=4)]
    assert sign_flip_p(sizes * [1, -1, 1, 1]) == np.mean(np.array(sums) >= 5.0)


def test_fewer_than_six_pairs_never_reach_five_percent():
    assert sign_flip_p(np.arange(1.0, 6.0)) == pytest.approx(2 / 32)
    assert sign_flip_p(np.arange(1.0, 7.0)) == pytest.approx(2 / 64)


def test_no_difference_at_all_is_surely_chance():
    assert sign_flip_p(np.zeros(20)) == 1.0


def test_of_many_pairs_drawn_signs_are_near_the_exact_value():
    # Differences of two sizes: the exact share is counted over the numbers of each that flip.
    values = np.array([1.0] * 20 + [2.0] * 6)
    values[:8] *= -1.0
    exact = 0.0
    for ones in range(21):
        for twos in range(7):
            total = (20 - 2 * ones) + 2.0 * (6 - 2 * twos)
            if abs(total) >= abs(values.sum()):
                exact += _choose(20, ones) * _choose(6, twos) / 2**26
    assert sign_flip_p(values) == pytest.approx(exact, abs=0.01)
    assert sign_flip_p(values) == sign_flip_p(values.copy())


def _choose(total, some):
    return float(np.prod([(total - i) / (i + 1) for i in range(some)]))


def test_under_chance_alone_one_in_twenty_is_below_five_percent():
    rng = np.random.default_rng(0)
    low = [sign_flip_p(rng.normal(size=9)) <= 0.05 for _ in range(400)]
    assert 0.02 <= np.mean(low) <= 0.08
