"""Requests side by side answer as they would alone."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.batch import packed  # noqa: E402
from policies.planning.hybrid.engine.engine import Engine, EngineOptions  # noqa: E402
from policies.planning.hybrid.engine.request import Request, Sampling  # noqa: E402
from policies.planning.hybrid.state.pools import PoolSizes, StatePool  # noqa: E402
from policies.planning.hybrid.state.slots import OutOfSlotsError  # noqa: E402


@pytest.fixture
def start(small, made):
    opened = []

    def make(slots=4, pages=128, model=None, **options):
        pool = StatePool(small(), PoolSizes(slots, pages, page_size=4))
        opened.append(Engine(model or made(small()), pool, EngineOptions(**options)))
        return opened[-1]

    yield make
    for engine in opened:
        engine.close()


def ask(tokens, count=6, **more):
    return Request(tuple(tokens), count, Sampling(), frozenset(), **more)


def answer(ticket):
    return [e.token for e in ticket.events() if e.token is not None]


def greedy(model, tokens, count):
    held = list(tokens)
    for _ in range(count):
        with torch.no_grad():
            held.append(int(model.logits(model.hidden(packed([held])))[-1].argmax()))
    return held[len(tokens) :]


@pytest.mark.parametrize("alone", [True, False])
def test_many_requests_answer_as_each_does_without_a_pool(start, small, made, drawn_tokens, alone):
    engine = start(slots=3, budget=4, alone=alone)
    prompts = [drawn_tokens(n, seed=n) for n in (1, 3, 9, 14, 2)]
    tickets = [engine.submit(ask(prompt)) for prompt in prompts]
    for prompt, ticket in zip(prompts, tickets, strict=True):
        assert answer(ticket) == greedy(made(small()), prompt, 6)
    assert engine.stats()["free_slots"] == 3


def test_a_second_turn_takes_in_only_what_is_new(start, small, made, drawn_tokens):
    engine = start()
    first = drawn_tokens(20)
    said = answer(engine.submit(ask(first)))
    second = [*first, *said, 5, 6]
    events = list(engine.submit(ask(second)).events())
    assert events[-1].usage.cached == 25
    assert [e.token for e in events] == greedy(made(small()), second, 6)


def test_cancelled_requests_leave_no_slot_behind(start, drawn_tokens):
    engine = start(slots=2, waiting=100, sessions=0)
    tickets = [engine.submit(ask(drawn_tokens(5), 400)) for _ in range(30)]
    for ticket in tickets:
        ticket.cancel()
    assert {list(t.events())[-1].finish for t in tickets} <= {"cancelled", "error"}
    assert engine.stats()["free_slots"] == 2
    assert engine._pool.pages.free == 128


def test_scores_that_are_no_numbers_end_one_request_alone(start, small, made):
    model = made(small())
    with torch.no_grad():
        model.embeddings.weight[7].fill_(torch.nan)
    engine = start(model=model)
    bad, good = engine.submit(ask([7, 1])), engine.submit(ask([1, 2], 1))
    assert list(bad.events())[-1].finish == "error"
    assert list(good.events())[-1].finish == "length"


def test_too_many_are_refused_and_too_long_ones_end_alone(start, drawn_tokens):
    engine = start(slots=1, pages=2, waiting=0)
    assert list(engine.submit(ask(drawn_tokens(20))).events())[-1].finish == "error"
    engine = start(slots=1, waiting=0)
    with engine._changed:  # the engine cannot take the first one away
        engine.submit(ask([1]))
        with pytest.raises(OutOfSlotsError, match="wait"):
            engine.submit(ask([1]))


def test_a_fault_of_the_model_is_told_to_all_who_wait(start, small, made):
    model = made(small())
    engine = start(model=model)
    assert list(engine.submit(ask([99_999])).events())[-1].finish == "error"
    assert answer(engine.submit(ask([1, 2]))) == greedy(model, [1, 2], 6)
    assert engine.stats()["free_slots"] == 4
