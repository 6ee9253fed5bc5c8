import pytest

from physai_sim.benches.base import Row


@pytest.mark.parametrize(
    ("value", "op", "ok"),
    [
        (1.0, "<=", True),
        (1.1, "<=", False),
        (1.0, ">=", True),
        (0.9, ">=", False),
        (1.0, "==", True),
        (1.1, "==", False),
        (None, "<=", None),
    ],
)
def test_a_row_is_held_against_its_bar(value, op, ok):
    assert Row("figure", value, "ratio", 1.0, op).ok is ok


def test_a_figure_that_is_no_number_misses_every_bar():
    for op in ("<=", ">=", "=="):
        assert Row("figure", float("nan"), "ratio", 1.0, op).ok is False
