"""Engines over small models, and what is asked of them."""

import pytest


@pytest.fixture
def start(small, made):
    """`start(slots=4, pages=128, model=None, **options)`: an engine, closed after the test."""
    from policies.planning.hybrid.engine.engine import Engine, EngineOptions
    from policies.planning.hybrid.state.pools import StatePool
    from policies.planning.hybrid.state.sizes import PoolSizes

    opened = []

    def make(slots=4, pages=128, model=None, pool=None, **options):
        model = model or made(small())
        pool = pool or StatePool(model.config, PoolSizes(slots, pages, page_size=4))
        opened.append(Engine(model, pool, EngineOptions(**options)))
        opened[-1].pool, opened[-1].model = pool, model
        return opened[-1]

    yield make
    for engine in opened:
        engine.close()


@pytest.fixture
def ask():
    """A greedy request that no token ends."""
    from policies.planning.hybrid.engine.request import Request, Sampling

    def make(tokens, count=6, *, stops=(), constraints=(), ends=(), **how):
        return Request(
            tuple(tokens), count, Sampling(**how), frozenset(stops), tuple(constraints), ends
        )

    return make


@pytest.fixture
def answer():
    """All tokens of a ticket, and how it ended."""

    def read(ticket):
        events = list(ticket.events())
        return [e.token for e in events if e.token is not None], events[-1]

    return read


@pytest.fixture
def greedy(small, made):
    """What the model answers without a pool, the whole text anew for each token."""
    import torch

    from policies.planning.hybrid.batch import packed

    def answer(tokens, count=6, model=None):
        model, held = model or made(small()), list(tokens)
        for _ in range(count):
            with torch.no_grad():
                held.append(int(model.logits(model.hidden(packed([held])))[-1].argmax()))
        return held[len(tokens) :]

    return answer


@pytest.fixture
def watched(small, made):
    """A model, and the logits that it gave, in order; each of shape (S, V)."""

    def make(config=None):
        model, seen = made(config or small()), []
        plain = model.logits
        model.logits = lambda hidden: seen.append(plain(hidden)) or seen[-1]
        return model, seen

    return make
