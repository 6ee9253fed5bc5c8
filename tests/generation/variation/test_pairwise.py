"""Covers of all pairs: whole, small, greedy under a budget, and the same for the same seed."""

from itertools import combinations

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.generation.variation.pairwise import least_rows, pairwise, share_covered


@pytest.mark.parametrize("levels", [(9, 5, 4), (9, 5, 4, 3, 3), (3, 3, 3, 3), (2, 2, 2), (5,)])
def test_all_pairs_are_met_with_few_rows(levels):
    rows = pairwise(levels)
    for i, j in combinations(range(len(levels)), 2):
        assert len({(row[i], row[j]) for row in rows}) == levels[i] * levels[j]
    assert least_rows(levels) <= len(rows) <= 1.12 * least_rows(levels) + 1
    assert len(set(rows)) == len(rows)


def test_the_variation_matrix_is_covered_with_the_least_there_can_be():
    assert len(pairwise((9, 5, 4))) == least_rows((9, 5, 4)) == 45


def test_under_a_budget_each_row_brings_as_much_as_any_could():
    levels = (9, 5, 4)
    rows = pairwise(levels, budget=20)
    assert len(rows) == 20
    assert share_covered(rows, levels) == 60 / 101  # three new pairs with every row
    assert share_covered(rows[:7], levels) == 21 / 101


def test_a_large_budget_buys_no_more_than_is_needed():
    assert len(pairwise((3, 2), budget=100)) == 6


def test_seeds_decide_among_equals_and_equal_seeds_alike():
    assert pairwise((9, 5, 4), seed=1) == pairwise((9, 5, 4), seed=1)
    assert pairwise((9, 5, 4), seed=1) != pairwise((9, 5, 4), seed=2)


@pytest.mark.parametrize(
    ("levels", "budget", "told"),
    [((), None, "without levels"), ((3, 0), None, "without levels"), ((3, 3), 0, "budget"),
     ((99, 99, 99), None, "too many combinations")],
)  # fmt: skip
def test_what_cannot_be_covered_is_refused(levels, budget, told):
    with pytest.raises(ConfigError, match=told):
        pairwise(levels, budget=budget)
