"""Rows by name, also where there are none yet."""

import numpy as np
import pytest

from physai_sim.training.history import History


def test_a_column_is_found_by_its_name():
    rows = History(rows=[(1.0, 2.0, 0.0, 4.0, 5.0), (6.0, 7.0, 1.0, 9.0, 10.0)])
    assert rows.table().shape == (2, 5)
    np.testing.assert_array_equal(rows.column("reward"), [4.0, 9.0])
    with pytest.raises(ValueError, match="not in tuple"):
        rows.column("loss")


def test_nothing_noted_is_a_table_of_no_rows():
    assert History().table().shape == (0, 5)
    assert History().column("steps").shape == (0,)
