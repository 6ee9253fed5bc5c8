import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.evaluation.comparison.margins import NoWorse, no_worse, parse_no_worse

A = [1.0, 1.1, 0.9, 1.0, 1.05, 0.95, 1.0, 1.1]
SLOWER = [value + extra for value, extra in zip(A, [0.2, 0.3] * 4, strict=True)]


def test_a_metric_may_have_a_margin():
    assert parse_no_worse("success") == NoWorse("success", "success", 0.0, "higher")
    assert parse_no_worse(" duration:0.5 ") == NoWorse("duration:0.5", "duration", 0.5, "lower")


@pytest.mark.parametrize(
    ("text", "a", "b", "ok"),
    [
        ("duration", A, SLOWER, False),
        ("duration:0.1", A, SLOWER, False),
        ("duration:0.5", A, SLOWER, True),
        ("duration", SLOWER, A, True),
        ("comfort", A, SLOWER, True),
        ("comfort", SLOWER, A, False),
        ("comfort:0.4", SLOWER, A, True),
        ("duration", A, A, True),
    ],
)
def test_what_is_worse_beyond_its_margin_fails(pairs, text, a, b, ok):
    requirement = parse_no_worse(text)
    held = no_worse(requirement, pairs(requirement.metric, a, b))
    assert held.ok is ok
    assert bool(held.reason) is not ok
    if not ok:
        assert "and that is no noise" in held.reason


def test_a_difference_that_is_noise_is_no_failure(pairs):
    noisy = [1.4, 0.7, 1.3, 0.6, 1.5, 0.6, 1.4, 0.9]
    assert no_worse(parse_no_worse("duration"), pairs("duration", A, noisy)).ok


def test_too_few_pairs_cannot_show_that_nothing_is_worse(pairs):
    held = no_worse(parse_no_worse("duration"), pairs("duration", A[:5], A[:5]))
    assert (held.ok, held.reason) == (False, "5 pairs; at least 6 are needed to tell")
    none = no_worse(parse_no_worse("duration"), pairs("duration", [None], [None]))
    assert (none.value, none.ok) == (None, False)


@pytest.mark.parametrize("margin", ["", "-1", "nan", "inf", "much"])
def test_what_is_no_margin_is_refused(margin):
    with pytest.raises(ConfigError, match="not a margin"):
        parse_no_worse(f"duration:{margin}")


def test_unknown_metrics_and_those_without_a_better_way_are_refused():
    with pytest.raises(UnknownNameError, match="did you mean 'duration'"):
        parse_no_worse("duratoin:1")
    with pytest.raises(ConfigError, match="neither way is better"):
        parse_no_worse("path_length")
