"""An entry of the `randomize` part: exactly one kind of drawing, and what it gives."""

from collections import Counter

import numpy as np
import pytest

from physai_sim.core.distributions import KINDS, Distribution
from physai_sim.core.errors import ConfigError
from physai_sim.core.strict import parse

REDS = [[0.8, 0.1, 0.1, 1.0], [0.6, 0.1, 0.2, 1.0]]


def made(**fields):
    return parse(Distribution, fields, where="here")


def many(entry, base, count=8_000):
    rng = np.random.default_rng(2)
    return [entry.draw(rng, base) for _ in range(count)]


def test_a_choice_is_even_without_weights():
    counts = Counter(many(made(choice=["a", "b", "c"]), "a"))
    assert [counts[key] for key in "abc"] == pytest.approx([8_000 / 3] * 3, rel=0.1)


def test_weights_say_how_often_each_is_chosen():
    counts = Counter(many(made(choice=["a", "b", "c"], weights=[3, 0, 1]), "a"))
    assert counts["b"] == 0
    assert counts["a"] / counts["c"] == pytest.approx(3.0, rel=0.1)


def test_a_choice_gives_its_values_as_json_has_them():
    assert {str(value) for value in many(made(choice=REDS), (1.0,) * 4, 40)} == set(map(str, REDS))
    shapes = [{"shape": "box", "size_m": [1, 2, 3]}]
    assert many(made(choice=shapes), None, 1) == shapes


def test_numbers_are_like_the_value_that_they_replace():
    assert isinstance(many(made(uniform={"low": 1, "high": 2}), 1.5, 1)[0], float)
    assert isinstance(many(made(uniform={"low": 1, "high": 2}), 1, 1)[0], int)
    assert len(many(made(uniform={"low": 1, "high": 2}), (1.0, 2.0), 1)[0]) == 2


def test_where_no_value_stands_the_distribution_says_how_many_numbers_there_are():
    entry = made(uniform={"low": [0, 0, 0, 1], "high": 1})
    assert entry.fault(None) is None
    assert len(many(entry, None, 1)[0]) == 4


@pytest.mark.parametrize("base", ["box", True, {"a": 1}, ["a"]])
def test_numbers_for_what_is_no_number_are_refused(base):
    fault = made(normal={"mean": 0, "std": 1}).fault(base)
    assert fault.startswith("numbers, where the value is")
    assert made(choice=[1]).fault(base) is None


def test_the_extremes_are_both_ends_or_every_choice():
    assert made(uniform={"low": 1, "high": 2}).extremes(1.5) == [1.0, 2.0]
    assert made(choice=REDS).extremes(None) == REDS
    assert made(same_as="a.b").extremes(None) == []


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"unifrm": {"low": 0, "high": 1}}, "got 'unifrm'; did you mean 'uniform'.*log_uniform"),
        ({}, "exactly one of uniform, .* is wanted, got none"),
        ({"choice": [1], "same_as": "a"}, "got choice and same_as"),
        ({"choice": []}, "at least 1 item"),
        ({"choice": 3}, "choice"),
        ({"choice": [1, 2], "weights": [1]}, "one for each of its values"),
        ({"same_as": "a", "weights": [1]}, "weights are for a choice"),
        ({"choice": [1, 2], "weights": [0, 0]}, r"add up to something, got \[0.0, 0.0\]"),
        ({"choice": [1, 2], "weights": [1e308, 1e308]}, "add up to something"),
        ({"choice": [1, 2], "weights": [1, -1]}, "greater than or equal to 0"),
        ({"uniform": 3}, "a mapping of keys"),
        ({"same_as": 3}, "same_as"),
    ],
)
def test_a_mistake_is_refused_in_one_line(fields, text):
    with pytest.raises(ConfigError, match=text) as caught:
        made(**fields)
    assert "\n" not in str(caught.value)


def test_it_is_written_out_as_the_kind_that_it_is():
    written = made(choice=REDS, weights=[1, 2]).model_dump(mode="json")
    assert written == {"choice": REDS, "weights": [1.0, 2.0]}
    assert made(**written) == made(choice=REDS, weights=[1, 2])
    assert set(made(same_as="a.b").model_dump()) == {"same_as"} < set(KINDS)
