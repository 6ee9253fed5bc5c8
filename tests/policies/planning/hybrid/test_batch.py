"""Packed sequences know where they begin and where their tokens stand."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.batch import packed  # noqa: E402


def test_positions_go_on_from_what_a_slot_holds():
    batch = packed([[1, 2, 3], [4], [5, 6]], slots=[2, 0, 1], context=[7, 0, 4])
    assert batch.starts.tolist() == [0, 3, 4, 6]
    assert batch.positions().tolist() == [7, 8, 9, 0, 4, 5]
    assert not batch.is_decode


def test_one_token_each_is_a_step_of_decoding():
    batch = packed([[1], [2]], context=[5, 9])
    assert batch.is_decode
    assert batch.positions().tolist() == [5, 9]
