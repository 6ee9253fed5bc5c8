"""Cutting and joining give back what was there, and mix no sequences."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.layers.chunks import Chunks  # noqa: E402


@pytest.mark.parametrize("lengths", [(1,), (8,), (9,), (3, 8, 5), (20, 1)])
def test_joining_undoes_cutting(lengths):
    x = torch.arange(2.0 * sum(lengths)).view(-1, 2) + 1
    chunks = Chunks(lengths, 8)
    cut = chunks.split(x)
    assert cut.shape == (sum(chunks.counts), chunks.size, 2)
    assert torch.equal(chunks.join(cut), x)
    assert cut.sum() == x.sum()


def test_a_chunk_is_no_longer_than_the_longest_sequence():
    assert Chunks((3, 5), 64).size == 5


def test_no_chunk_holds_two_sequences():
    marks = torch.tensor([1.0] * 3 + [2.0] * 9)
    for chunk in Chunks((3, 9), 4).split(marks):
        assert len(set(chunk.tolist()) - {0.0}) == 1
