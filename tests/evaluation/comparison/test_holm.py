import pytest

from physai_sim.evaluation.comparison.holm import adjusted


def test_values_are_multiplied_by_how_many_are_left_and_never_fall():
    # Holm's procedure by hand: 4 x 0.005, 3 x 0.01, 2 x 0.03 = 0.06, 1 x 0.04 raised to 0.06.
    found = adjusted({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005})
    assert found == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02})


def test_one_comparison_stays_as_it_is_and_none_exceeds_one():
    assert adjusted({"a": 0.04}) == {"a": 0.04}
    assert adjusted({"a": 0.6, "b": 0.9}) == {"a": 1.0, "b": 1.0}
    assert adjusted({}) == {}
