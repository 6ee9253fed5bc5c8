"""Tasks: equal seeds give equal examples, answers are right, and judging shares none."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from physai_sim.core.errors import UnknownNameError  # noqa: E402
from physai_sim.training.hybrid import tasks  # noqa: E402
from physai_sim.training.hybrid.tasks import TASKS, examples  # noqa: E402


@pytest.mark.parametrize("task", TASKS)
def test_equal_seeds_give_equal_examples_and_parts_share_none(task):
    first, again = (examples(task, seed=3, part="a", count=50) for _ in range(2))
    assert first == again
    assert first != examples(task, seed=4, part="a", count=50)
    held_out = examples(task, seed=3, part=tasks.HELD_OUT, count=50)
    assert all(tasks.is_held_out(example) for example in held_out)
    assert not any(tasks.is_held_out(example) for example in first)
    for example in first:
        assert len(example.tokens) == len(example.counted)
        assert min(example.tokens) >= 0
        assert max(example.tokens) < tasks.VOCAB
        assert any(example.counted)


def test_a_copy_is_what_was_told():
    for example in examples("copy", seed=0, part="a", count=20):
        asked = example.tokens.index(tasks.ASK)
        assert example.tokens[1:asked] == example.tokens[asked + 1 : -1]
        assert sum(example.counted) == asked
        assert example.tokens[-1] == tasks.END


def test_a_recalled_value_is_that_of_its_key():
    for example in examples("recall", seed=0, part="a", count=20):
        asked = example.tokens.index(tasks.ASK)
        told = dict(zip(example.tokens[1:asked:2], example.tokens[2:asked:2], strict=True))
        for key, value in zip(
            example.tokens[asked + 1 :: 2], example.tokens[asked + 2 :: 2], strict=True
        ):
            assert told[key] == value


def test_a_sum_is_right():
    for example in examples("arithmetic", seed=0, part="a", count=20):
        tokens = example.tokens
        plus, asked = tokens.index(tasks.PLUS), tokens.index(tasks.ASK)
        a, b, total = (
            sum(digit * 10**place for place, digit in enumerate(part))
            for part in (tokens[1:plus], tokens[plus + 1 : asked], tokens[asked + 1 : -1])
        )
        assert a + b == total


def test_a_sum_is_held_out_from_both_sides():
    learned = {_operands(e) for e in examples("arithmetic", seed=0, part="a", count=5000)}
    held_out = {_operands(e) for e in examples("arithmetic", seed=0, part="held-out", count=500)}
    assert len(held_out) > 200
    assert not learned & {pair for a, b in held_out for pair in ((a, b), (b, a))}


def _operands(example):
    plus, asked = example.tokens.index(tasks.PLUS), example.tokens.index(tasks.ASK)
    return example.tokens[1:plus], example.tokens[plus + 1 : asked]


def test_an_unknown_task_is_refused_with_the_known_ones():
    with pytest.raises(UnknownNameError, match="arithmetic, copy, recall"):
        examples("sorting", seed=0, part="a", count=1)
