"""A step gives the tokens that the model's scores say."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.batch import packed  # noqa: E402
from policies.planning.hybrid.compiled import compiled_step  # noqa: E402
from policies.planning.hybrid.engine import sampling, stepping  # noqa: E402
from policies.planning.hybrid.engine.sequence import Sequence  # noqa: E402
from policies.planning.hybrid.engine.stepping import Stepper  # noqa: E402
from policies.planning.hybrid.state.pools import StatePool  # noqa: E402
from policies.planning.hybrid.state.sizes import PoolSizes  # noqa: E402


def decoded(stepper, pool, ask, count):
    """Three sequences step side by side; tokens of each."""
    group = [Sequence(ask([n + 1], 99), pool.sizes.room) for n in range(3)]
    for sequence in group:
        sequence.slot = pool.alloc()
        pool.reserve(sequence.slot, 1 + count)
    for _ in range(count):
        pieces = [s.piece(8) for s in group]
        for sequence in group:
            pool.extend(sequence.slot, 1)
        for sequence, token in zip(group, stepper.step(group, pieces, [None] * 3), strict=True):
            sequence.taken += 1
            sequence.accept(token)
    return [s.tokens[1:] for s in group]


def test_a_step_gives_the_likeliest_tokens(small, made, ask, greedy):
    pool = StatePool(small(), PoolSizes(3, 32, page_size=4))
    found = decoded(Stepper(made(small()), pool), pool, ask, 5)
    assert found == [greedy([n + 1], 5) for n in range(3)]


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_compiled_steps_give_the_tokens_of_plain_ones(small, made, ask, greedy):
    torch.set_num_threads(1)
    config = small("M*E-")
    pool = StatePool(config, PoolSizes(3, 32, page_size=4, max_pages=8))
    model = made(config)
    found = decoded(Stepper(model, pool, compiled_step(model)), pool, ask, 5)
    assert found == [greedy([n + 1], 5, model) for n in range(3)]


def test_to_be_warm_changes_nothing(small, made):
    pool, asked = StatePool(small(), PoolSizes(3, 32, page_size=4)), []
    slot = pool.alloc()
    model = made(small())
    pool.extend(slot, 2)
    with torch.no_grad():
        model.hidden(packed([[1, 2]], slots=[slot]), pool)
    before = [tensor.clone() for tensor in (*pool.rows, *pool.kv)]

    def decode(batch, states):
        asked.append(batch.slots.tolist())
        return model.logits(model.hidden(batch, states))

    Stepper(model, pool, decode).warm()
    assert asked == [[-1]]
    for now, old in zip((*pool.rows, *pool.kv), before, strict=True):
        assert torch.equal(now, old)


def test_where_nobody_wants_chance_nothing_is_drawn_and_else_each_gets_what_it_asked(
    small, made, ask, greedy, monkeypatch
):
    pool, model, asked = StatePool(small(), PoolSizes(3, 32, page_size=4)), made(small()), []

    def sample(logits, how):
        asked.append(len(logits))
        return sampling.sample(logits, how)

    monkeypatch.setattr(stepping, "sample", sample)
    stepper, group = Stepper(model, pool), []
    for heat in (0.0, 0.0, 1.0):
        group.append(Sequence(ask([1], 9, temperature=heat), pool.sizes.room))
        group[-1].slot = pool.alloc()
        pool.extend(group[-1].slot, 1)
    first = stepper.step(group[:1], [[1]], [None])
    assert asked == []
    both = stepper.step(group[1:], [[1], [1]], [None] * 2)
    assert asked == [2]
    assert first == both[:1] == greedy([1], 1)
