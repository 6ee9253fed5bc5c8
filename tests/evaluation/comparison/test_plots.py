import pytest

from physai_sim.evaluation.comparison.compare import compare
from physai_sim.evaluation.comparison.plots import differing, forest_plot, pair_plots

SLOW = [4.0, 4.4, 3.9, 4.2, 4.1, 4.3, 4.0, 4.6]
FAST = [value - extra for value, extra in zip(SLOW, [0.5, 0.7] * 4, strict=True)]


@pytest.fixture
def comparison(scored_file):
    noise = [0.1, -0.1, 0.3, -0.3, 0.2, -0.25, 0.1, 0.0]
    a = scored_file("a", comfort=[0.0] * 8, duration=SLOW, path_length=SLOW)
    return compare(a, scored_file("b", comfort=noise, duration=FAST, path_length=SLOW))


def test_the_forest_holds_what_varies_with_what_it_means(comparison):
    plot = forest_plot(comparison)
    assert ">duration<" in plot.svg
    assert ">comfort<" in plot.svg
    assert ">path length<" not in plot.svg
    assert [key.label for key in plot.legend] == ["B is better", "not told from noise"]


def test_pairs_that_differ_the_most_surely_come_first(comparison):
    assert differing(comparison) == ["duration", "comfort"]
    assert [(plot.title, plot.unit) for plot in pair_plots(comparison)] == [
        ("duration", ""),
        ("comfort", ""),
    ]


def test_equal_comparisons_give_equal_drawings(comparison):
    assert forest_plot(comparison) == forest_plot(comparison)
    assert pair_plots(comparison) == pair_plots(comparison)


def test_without_a_difference_there_is_no_plot(scored_file):
    same = scored_file("a", duration=SLOW)
    assert forest_plot(compare(same, same)) is None
    assert pair_plots(compare(same, same)) == []
