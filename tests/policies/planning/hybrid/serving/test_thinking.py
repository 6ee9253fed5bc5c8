"""Reasoning that ends in time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.planning.hybrid.serving.thinking import ThinkingConstraint, bounds

CLOSE, STOP, NEWLINE, V = 3, 4, 1, 6


def constraint(limit, clock=lambda: 0.0):
    newlines = np.arange(V) == NEWLINE
    stops = frozenset({STOP})
    return ThinkingConstraint(limit, close=CLOSE, stops=stops, newlines=newlines, clock=clock)


def run(limit, wanted, most, clock=lambda: 0.0):
    held, tokens = constraint(limit, clock), []
    for index in range(most):
        mask = held.allowed()
        token = wanted(index)
        if mask is not None and not mask[token]:
            token = int(mask.argmax())
        held.accept(token)
        tokens.append(token)
    return tokens


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 50), st.integers(1, 700), st.integers(0, 2**20))
def test_reasoning_never_exceeds_its_budget_and_is_always_closed(budget, new, seed):
    draw = np.random.default_rng(seed)
    tokens = run(bounds(budget, new), lambda _: int(draw.choice([0, 2, 5, STOP])), new)
    assert tokens.index(CLOSE) <= min(budget, new - 1)
    assert STOP not in tokens[: tokens.index(CLOSE)]


def test_it_ends_with_a_line_in_the_last_part_of_its_budget():
    tokens = run(bounds(16, 1000), lambda i: NEWLINE if i in (3, 14) else 0, 20)
    assert tokens.index(CLOSE) == 15
    assert run(bounds(16, 1000), lambda _: 0, 20).index(CLOSE) == 16


def test_no_budget_is_the_room_that_there_is():
    assert run(bounds(None, 10), lambda _: 0, 10).index(CLOSE) == 9


@pytest.mark.parametrize(("deadline_ms", "most"), [(1320, 36), (960, 4), (100_000, 999)])
def test_a_deadline_leaves_time_for_the_answer(deadline_ms, most):
    now = [0.0]

    def wanted(_):
        now[0] += 0.01
        return 0

    tokens = run(bounds(None, 1000, deadline_ms), wanted, 1000, lambda: now[0])
    assert tokens.index(CLOSE) <= most + 1
    assert deadline_ms > 10_000 or tokens.index(CLOSE) >= most - 1


def test_a_token_that_waited_for_another_prompt_does_not_end_reasoning():
    now = [0.0]

    def wanted(index):
        now[0] += 0.5 if index in (1, 20) else 0.01
        return 0

    tokens = run(bounds(None, 1000, 3000), wanted, 1000, lambda: now[0])
    assert now[0] > 2.0
    assert tokens.index(CLOSE) > 100


def test_too_few_tokens_to_judge_by_still_end_at_the_deadline():
    now = [0.0]

    def wanted(_):
        now[0] += 0.4
        return 0

    assert run(bounds(None, 1000, 1000), wanted, 10, lambda: now[0]).index(CLOSE) == 3
