"""Requests side by side answer as they would alone, whatever befalls the others."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from physai_sim.core.errors import PolicyError  # noqa: E402
from policies.planning.hybrid.state.pools import StatePool  # noqa: E402
from policies.planning.hybrid.state.sizes import PoolSizes, row_bytes  # noqa: E402
from policies.planning.hybrid.state.slots import OutOfSlotsError  # noqa: E402


def is_empty(engine, pages=128):
    free = engine.stats()["free_slots"] == engine.pool.sizes.slots
    return free and engine.pool.pages.free == pages


@pytest.mark.parametrize("alone", [True, False])
def test_many_requests_answer_as_each_does_without_a_pool(
    start, ask, answer, greedy, drawn_tokens, alone
):
    engine = start(slots=3, budget=4, alone=alone)
    prompts = [drawn_tokens(n, seed=n) for n in (1, 3, 9, 14, 2)]
    tickets = [engine.submit(ask(prompt)) for prompt in prompts]
    for prompt, ticket in zip(prompts, tickets, strict=True):
        assert answer(ticket)[0] == greedy(prompt)
    assert is_empty(engine)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.integers(1, 5), st.floats(0.0, 0.01)),
        min_size=1,
        max_size=8,
    ),
    st.integers(1, 4),
    st.booleans(),
)
def test_whenever_requests_come_each_answers_as_alone(
    start, ask, answer, drawn_tokens, schedule, slots, alone
):
    warm = [ask(drawn_tokens(n, seed=n), k, temperature=1.0, seed=n) for n, k, _ in schedule]
    solo = start(slots=1)
    expected = [answer(solo.submit(request))[0] for request in warm]
    engine, tickets = start(slots=slots, budget=5, alone=alone), []
    for request, (_, _, pause) in zip(warm, schedule, strict=True):
        tickets.append(engine.submit(request))
        time.sleep(pause)
    assert [answer(ticket)[0] for ticket in tickets] == expected


TYPES = [{}, {"ssm_dtype": torch.half, "kv_dtype": torch.float8_e4m3fn}]


def _pool(model, slots, types):
    return StatePool(model.config, PoolSizes(slots, 128, page_size=4), **types)


@pytest.mark.parametrize("types", TYPES)
def test_bits_of_one_do_not_depend_on_fifteen_others(
    start, ask, answer, watched, drawn_tokens, types
):
    model, seen = watched()
    prompt = drawn_tokens(11)
    answer(start(pool=_pool(model, 1, types), model=model, budget=4).submit(ask(prompt, 3)))
    alone = seen.copy()
    seen.clear()
    engine = start(pool=_pool(model, 16, types), model=model, budget=4)
    others = [ask(drawn_tokens(n + 1, seed=n), 9) for n in range(15)]
    tickets = [engine.submit(request) for request in [*others[:7], ask(prompt, 3), *others[7:]]]
    for ticket in tickets:
        answer(ticket)
    for logits in alone:
        assert any(torch.equal(logits, other) for other in seen)


@pytest.mark.parametrize("types", TYPES)
def test_a_second_turn_takes_in_only_what_is_new_with_the_bits_of_a_cold_one(
    start, ask, answer, watched, drawn_tokens, types
):
    model, seen = watched()
    first, second = drawn_tokens(21), drawn_tokens(35)
    engine = start(pool=_pool(model, 4, types), model=model, budget=8)
    answer(engine.submit(ask(first, 3, ends=(19,))))
    before = engine.stats()["prefilled"]
    tokens, end = answer(engine.submit(ask([*first[:19], *second], 3, ends=(19, 50))))
    assert end.usage.cached == 19
    assert engine.stats()["prefilled"] - before == len(second)
    warm = seen[-3:]
    cold = start(pool=_pool(model, 4, types), model=model, budget=8)
    assert answer(cold.submit(ask([*first[:19], *second], 3, ends=(19, 50))))[0] == tokens
    assert all(torch.equal(a, b) for a, b in zip(warm, seen[-3:], strict=True))
    assert (
        answer(engine.submit(ask([*first[:19], *second], 3, ends=(19, 50))))[1].usage.cached == 50
    )
    assert all(torch.equal(a, b) for a, b in zip(warm, seen[-3:], strict=True))


def test_a_thousand_requests_cancelled_at_random_leave_no_slot_behind(start, ask, drawn_tokens):
    engine, dice = start(slots=4, waiting=2000, sessions=2, budget=4), random.Random(0)
    tickets = []
    for number in range(1000):
        length = dice.randint(1, 12)
        ends = (length - 1,) if length > 1 and dice.random() < 0.3 else ()
        count = dice.choice([1, 3, 400])
        tickets.append(
            engine.submit(ask(drawn_tokens(length, seed=number % 50), count, ends=ends))
        )
        if dice.random() < 0.2:
            time.sleep(dice.random() * 0.003)
        dice.choice(tickets[-6:]).cancel()
    started = sum(1 for ticket in tickets if ticket._queue.qsize() > 0)
    for ticket in tickets:
        ticket.cancel()
    ends = [list(ticket.events())[-1].finish for ticket in tickets]
    assert set(ends) <= {"cancelled", "length"}
    assert ends.count("cancelled") > 500
    assert started > 20  # some were cancelled in the midst of an answer
    while engine._sessions.evict():
        pass
    assert is_empty(engine)


def test_scores_that_are_no_numbers_end_one_request_alone(start, ask, answer, small, made):
    model = made(small())
    with torch.no_grad():
        model.embeddings.weight[7].fill_(torch.nan)
    for alone in (True, False):
        engine = start(model=model, alone=alone)
        bad, good = engine.submit(ask([7, 1])), engine.submit(ask([1, 2], 1))
        assert answer(bad)[1].finish == "error"
        assert answer(good)[1].finish == "length"


def test_too_many_are_refused_and_what_can_never_be_answered_at_once(start, ask, drawn_tokens):
    engine = start(slots=1, pages=2, waiting=0)
    with pytest.raises(OutOfSlotsError, match=r"too long.*20.*at most 7"):
        engine.submit(ask(drawn_tokens(20)))
    with pytest.raises(PolicyError, match=r"no such token.*99999"):
        engine.submit(ask([1, 99_999]))
    with engine._changed:  # the engine cannot take the first one away
        engine.submit(ask([1]))
        with pytest.raises(OutOfSlotsError, match="wait"):
            engine.submit(ask([1]))


def test_who_finds_no_pages_waits_and_none_ends_half_way(start, ask, answer, greedy, drawn_tokens):
    engine = start(slots=4, pages=8)  # room for two of these at once
    prompts = [drawn_tokens(6, seed=n) for n in range(5)]
    tickets = [engine.submit(ask(prompt, 10)) for prompt in prompts]
    for prompt, ticket in zip(prompts, tickets, strict=True):
        tokens, end = answer(ticket)
        assert (tokens, end.finish) == (greedy(prompt, 10), "length")
    assert is_empty(engine, pages=8)


def test_an_answer_ends_where_its_slot_is_full(start, ask, answer):
    tokens, end = answer(start(slots=1, pages=2).submit(ask([1, 2], 100)))
    assert (len(tokens), end.finish) == (7, "length")


def test_a_fault_of_the_model_ends_those_who_ran_with_it_alone(
    start, ask, answer, greedy, made, small
):
    model = made(small())
    plain, faults = model.hidden, [RuntimeError("no memory")]

    def hidden(batch, pool=None):
        if pool is not None and faults and batch.lengths == (3,):
            raise faults.pop()
        return plain(batch, pool)

    model.hidden = hidden
    engine = start(model=model)
    good, bad = engine.submit(ask([1, 2])), engine.submit(ask([1, 2, 3]))
    assert answer(bad)[1].error == "no memory"
    assert answer(good)[0] == greedy([1, 2])
    assert is_empty(engine)


def test_a_fault_while_a_slot_is_given_is_told_and_the_next_one_runs(start, ask, answer, greedy):
    engine = start()
    engine.pool.alloc, plain = None, engine.pool.alloc
    assert answer(engine.submit(ask([1])))[1].finish == "error"
    engine.pool.alloc = plain
    assert answer(engine.submit(ask([1, 2])))[0] == greedy([1, 2])


def test_states_in_half_precision_are_rounded_at_random_and_answer_nearly_alike(
    start, ask, answer, watched, drawn_tokens, off
):
    prompt, found = drawn_tokens(9), []
    for kind in (torch.float32, torch.half):
        model, seen = watched()
        pool = StatePool(model.config, PoolSizes(2, 32, page_size=4), ssm_dtype=kind)
        answer(start(model=model, pool=pool).submit(ask(prompt, 4)))
        found.append(seen[0])
        found.append(row_bytes(pool))
    assert found[3] < found[1]
    assert 0.0 <= off(found[2], found[0]) < 5e-3
