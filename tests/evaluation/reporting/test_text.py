import pytest

from physai_sim.evaluation.reporting.text import number, percent, size, span, split_unit


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


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 B"), (999, "999 B"), (999.9, "1 kB"), (1_500_000, "1.5 MB"), (10**10, "10 GB")],
)
def test_sizes_have_a_unit_that_makes_them_short(value, text):
    assert size(value) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(3.867, "3.87 s"), (119.0, "119 s"), (600, "10 min"), (7500, "2 h 5 min")],
)
def test_long_times_are_minutes_and_hours(seconds, text):
    assert span(seconds) == text
