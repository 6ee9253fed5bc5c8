import pytest

from physai_sim.evaluation.reporting.text import number, percent, split_unit


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "\N{EN DASH}"),
        (float("inf"), "\N{EN DASH}"),
        (0.0, "0"),
        (-3.0, "\N{MINUS SIGN}3"),
        (0.12345, "0.123"),
        (209.349, "209.3"),
        (1e9, "1e+09"),
    ],
)
def test_numbers_have_about_three_digits(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0"), (0.999, "99"), (0.001, "1"), (1.0, "100")]
)
def test_only_exact_shares_are_none_or_all(share, text):
    assert percent(share) == f"{text}\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("max_force_n", ("max force", "N")),
        ("jerk_mps3", ("jerk", "m/s³")),
        ("curvature_per_m", ("curvature", "1/m")),
        ("route_completion", ("route completion", "")),
    ],
)
def test_units_are_told_from_names(name, split):
    assert split_unit(name) == split
