"""A history is a table of episodes, with running means."""

import numpy as np
import pytest

from physai_sim.training.history import COLUMNS, WINDOW, History, running_mean


def test_an_empty_history_has_no_rows_and_no_success():
    history = History()
    assert history.table().shape == (0, len(COLUMNS))
    assert history.column("success").shape == (0,)
    assert history.recent_success() is None


def test_columns_are_found_by_name():
    history = History(rows=[(10.0, 1.5, 0.0, 0.25, 10.0), (30.0, 2.5, 1.0, 0.75, 20.0)])
    assert history.column("steps").tolist() == [10.0, 30.0]
    assert history.column("reward").tolist() == [0.25, 0.75]
    assert history.recent_success() == 0.5


def test_only_the_newest_episodes_count_as_recent():
    rows = [(float(i), 0.0, float(i >= 30), 0.0, 1.0) for i in range(30 + WINDOW)]
    assert History(rows=rows).recent_success() == 1.0
    assert History(rows=rows[:-1]).recent_success() == pytest.approx(1 - 1 / WINDOW)


@pytest.mark.parametrize("count", [0, 1, 3, 4, 20])
def test_a_running_mean_is_that_of_each_value_and_those_before_it(count):
    values = np.random.default_rng(count).random(count)
    expected = [values[max(0, i - 3) : i + 1].mean() for i in range(count)]
    np.testing.assert_allclose(running_mean(values, 4), expected)
