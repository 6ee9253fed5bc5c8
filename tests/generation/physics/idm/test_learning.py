"""Learning: finds what is there, says of what is not that it is not, and is the same each time."""

import dataclasses

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.generation.physics.idm.films import Lesson
from physai_sim.generation.physics.idm.inputs import Rates
from physai_sim.generation.physics.idm.learning import learned

RATES = Rates(20, 10)


def test_what_a_film_shows_is_explained_and_what_it_does_not_show_is_not(small_model):
    assert small_model.explained[0] > 0.95
    assert small_model.explained[1] < 0.2


def test_actions_of_a_film_are_recovered(small_model, made_lessons):
    found = small_model.actions(made_lessons[0].motion, 40, RATES)
    assert np.corrcoef(found[:, 0], made_lessons[0].actions[:, 0])[0, 1] > 0.97


def test_a_number_that_never_changes_has_its_value_and_no_share(made_lessons):
    still = [Lesson(one.motion, one.actions * [1.0, 0.0] + [0.0, 7.0]) for one in made_lessons]
    model = learned(still, RATES)
    assert np.isnan(model.explained[1])
    assert model.actions(still[0].motion, 40, RATES)[:, 1] == pytest.approx(7.0)


def test_learning_twice_gives_the_same_to_the_bit(small_model, made_lessons):
    again = learned(made_lessons, RATES)
    for field in dataclasses.fields(again):
        pair = getattr(again, field.name), getattr(small_model, field.name)
        assert np.array_equal(*pair, equal_nan=True), field.name


def test_errors_of_films_that_were_left_out_are_kept_film_by_film(small_model):
    assert small_model.films.tolist() == [40] * 8
    assert small_model.misses.shape == (320, 2)
    assert 1.0 - small_model.misses[:, 0].mean() == pytest.approx(
        small_model.explained[0], abs=0.01
    )


def test_too_few_films_are_refused(made_lessons):
    with pytest.raises(ConfigError, match="too few films"):
        learned(made_lessons[:3], RATES)
