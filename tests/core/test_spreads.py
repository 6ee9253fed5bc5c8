"""Distributions of numbers: what they give in the long run, where they end, what they refuse."""

import math

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.spreads import Like, LogUniform, Normal, Uniform
from physai_sim.core.strict import parse

N = 8_000
ONE, THREE = Like(None), Like(3)
# Of the log-uniform distribution from 0.1 to 10, by integration of x / (x ln 100) and x² / ....
LOG_MEAN = 9.9 / math.log(100.0)
LOG_STD = ((10.0**2 - 0.1**2) / 2 / math.log(100.0) - LOG_MEAN**2) ** 0.5


def sample(kind, like=ONE, count=N, **fields):
    spread = parse(kind, fields, where="here")
    assert spread.fault(like) is None
    rng = np.random.default_rng(11)
    return np.array([spread.draw(rng, like) for _ in range(count)])


def moments_of_normal(mean, std, low, high):
    """Mean and deviation of a normal distribution that is cut off at both ends.

    Source: Johnson, Kotz, Balakrishnan (1994), "Continuous Univariate Distributions", 13.10.1.
    """
    a, b = (low - mean) / std, (high - mean) / std
    share = (math.erf(b / 2**0.5) - math.erf(a / 2**0.5)) / 2
    pa, pb = (math.exp(-t * t / 2) / (2 * math.pi) ** 0.5 for t in (a, b))
    shift = (pa - pb) / share
    variance = 1.0 + (a * pa - b * pb) / share - shift**2
    return mean + std * shift, std * variance**0.5


@pytest.mark.parametrize(
    ("kind", "fields", "mean", "std"),
    [
        (Uniform, {"low": -1.0, "high": 3.0}, 1.0, 4.0 / 12**0.5),
        (LogUniform, {"low": 0.1, "high": 10.0}, LOG_MEAN, LOG_STD),
        (Normal, {"mean": 2.0, "std": 0.5}, 2.0, 0.5),
        (Normal, {"mean": 1.0, "std": 2.0, "low": 0.0, "high": 4.0},
         *moments_of_normal(1.0, 2.0, 0.0, 4.0)),
    ],
)  # fmt: skip
def test_mean_and_deviation_of_a_large_sample_fit(kind, fields, mean, std):
    values = sample(kind, **fields)
    assert values.mean() == pytest.approx(mean, abs=5 * std / N**0.5)
    assert values.std() == pytest.approx(std, rel=0.04)


def test_the_logarithm_of_log_uniform_is_uniform():
    logs = np.log(sample(LogUniform, low=0.5, high=8.0))
    counts, _ = np.histogram(logs, bins=4, range=(math.log(0.5), math.log(8.0)))
    assert counts == pytest.approx(np.full(4, N / 4), rel=0.1)


def test_nothing_lies_outside_of_the_ends():
    for kind in (Uniform, LogUniform):
        values = sample(kind, count=2000, low=0.3, high=0.4)
        assert values.min() >= 0.3
        assert values.max() <= 0.4
    values = sample(Normal, count=2000, mean=0.0, std=1.0, low=0.5)
    assert values.min() >= 0.5
    assert values.max() > 1.5


def test_the_numbers_of_a_list_are_drawn_apart_each_from_its_own_range():
    values = sample(Uniform, THREE, low=[0.0, 10.0, 20.0], high=[1.0, 11.0, 22.0])
    assert values.shape == (N, 3)
    assert values.mean(axis=0) == pytest.approx([0.5, 10.5, 21.0], abs=0.03)
    assert np.abs(np.corrcoef(values.T) - np.eye(3)).max() < 0.06


def test_together_all_numbers_of_a_list_move_as_one():
    cubes = sample(Uniform, THREE, 50, low=0.03, high=0.05, together=True)
    assert (cubes == cubes[:, :1]).all()
    assert len(set(cubes[:, 0])) == 50
    colours = sample(Uniform, THREE, 50, low=[0.0, 0.2, 0.4], high=[1.0, 0.4, 0.4], together=True)
    assert colours[:, 1] == pytest.approx(0.2 + 0.2 * colours[:, 0])
    assert (colours[:, 2] == 0.4).all()


def test_together_the_ends_of_all_numbers_hold():
    fields = {"low": [-1.0, -0.1], "high": [0.3, 1.0], "together": True}
    values = sample(Normal, Like(2), 2000, mean=[0.0, 0.0], std=[1.0, 1.0], **fields)
    assert (values[:, 0] == values[:, 1]).all()
    assert values.min() >= -0.1
    assert values.max() <= 0.3


def test_whole_numbers_stay_whole_and_both_ends_are_drawn_as_often_as_the_others():
    whole = Like(None, is_whole=True)
    values = sample(Uniform, whole, low=2, high=5)
    assert values.dtype.kind == "i"
    assert np.bincount(values) == pytest.approx([0, 0, *[N / 4] * 4], rel=0.1)
    assert set(sample(LogUniform, whole, 500, low=1, high=3).tolist()) == {1, 2, 3}
    near = sample(Normal, whole, mean=4.0, std=1.0, low=3, high=6)
    assert set(near.tolist()) == {3, 4, 5, 6}


def test_a_number_without_deviation_is_the_mean():
    values = sample(Normal, THREE, 10, mean=[1.0, 2.0, 3.0], std=[0.0, 0.1, 0.0])
    assert (values[:, [0, 2]] == [1.0, 3.0]).all()
    assert values[:, 1].std() > 0.0


@pytest.mark.parametrize(
    ("kind", "fields", "ends"),
    [
        (Uniform, {"low": 1.0, "high": 2.0}, [1.0, 2.0]),
        (LogUniform, {"low": 1.0, "high": 2.0}, [1.0, 2.0]),
        (Normal, {"mean": 1.0, "std": 0.1}, [0.6, 1.4]),
        (Normal, {"mean": 1.0, "std": 0.1, "low": 0.9, "high": 9.0}, [0.9, 1.4]),
    ],
)
def test_the_extremes_are_the_ends_or_four_deviations(kind, fields, ends):
    assert parse(kind, fields, where="").extremes(ONE) == pytest.approx(ends)


@pytest.mark.parametrize(
    ("kind", "fields", "text"),
    [
        (Uniform, {"low": 2, "high": 1}, "low 2.0 must not exceed high 1.0"),
        (Uniform, {"low": [1, 3], "high": 2}, r"low \[1.0, 3.0\] must not exceed high 2.0"),
        (Uniform, {"low": [1, 2], "high": [1, 2, 3]}, "lists of one length"),
        (Uniform, {"low": "1e-3", "high": 1}, "low: neither a number nor a list of numbers, got"),
        (Uniform, {"low": True, "high": 1}, "low: neither a number"),
        (Uniform, {"low": math.nan, "high": 1}, "low: neither a number"),
        (Uniform, {"low": 0, "high": 10**400}, "high: neither a number"),
        (Uniform, {"low": [], "high": 1}, "low: neither a number"),
        (Uniform, {"low": 0}, "high: missing key"),
        (Uniform, {"low": 0, "hihg": 1}, "did you mean 'high'"),
        (LogUniform, {"low": 0.0, "high": 1.0}, "low 0.0 of log_uniform must be positive"),
        (Normal, {"mean": 0.0, "std": -1.0}, "std -1.0 must not be negative"),
        (Normal, {"mean": 0.0, "std": 1.0, "low": 4.0}, "leave less than 1% of normal 0.0 ± 1.0"),
        (Normal, {"mean": 0.0, "std": 0.0, "low": 1.0}, "leave less than 1%"),
        (Normal, {"mean": 0.0, "std": 1.0, "low": 1.0, "high": -1.0}, "must not exceed"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_in_one_line(kind, fields, text):
    with pytest.raises(ConfigError, match=text) as caught:
        parse(kind, fields, where="here")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "like", "text"),
    [
        ({"low": [1, 2], "high": 3}, ONE, "a list of 2 numbers, where the value is one number"),
        ({"low": [1, 2], "high": 3}, THREE, "a list of 2 numbers, where the value is 3 numbers"),
        ({"low": 1.5, "high": 3}, Like(None, is_whole=True), "must be whole"),
    ],
)
def test_what_does_not_fit_the_value_is_told(fields, like, text):
    assert text in parse(Uniform, fields, where="").fault(like)


@pytest.mark.parametrize(
    ("value", "like"),
    [
        (1, Like(None, is_whole=True)),
        (1.0, Like(None)),
        ((1.0, 2), Like(2)),
        ([1, 2], Like(2, is_whole=True)),
        (True, None),
        ("1", None),
        (None, None),
        ((), None),
        ({"a": 1}, None),
    ],
)
def test_numbers_are_told_from_other_values(value, like):
    assert Like.of(value) == like
