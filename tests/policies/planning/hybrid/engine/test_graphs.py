"""Rows of a bucket are filled with what is asked, and those left over change nothing."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.batch import packed  # noqa: E402
from policies.planning.hybrid.engine.graphs import Graphs, bucket, empty_inputs  # noqa: E402
from policies.planning.hybrid.engine.request import Sampling  # noqa: E402
from policies.planning.hybrid.engine.sampling import draws, sample  # noqa: E402
from policies.planning.hybrid.state.pools import StatePool  # noqa: E402
from policies.planning.hybrid.state.sizes import PoolSizes  # noqa: E402

WARM = [Sampling(1.0, seed=n) for n in range(3)]


def test_buckets_are_powers_of_two_and_later_multiples():
    sizes = {1: 1, 2: 2, 3: 4, 5: 8, 32: 32, 33: 64, 65: 96, 398: 416}
    assert {count: bucket(count) for count in sizes} == sizes


def stepped(model, pool, how, allowed, batch):
    with torch.no_grad():
        logits = model.logits(model.hidden(batch, pool))
    return sample(logits.masked_fill(~allowed, -torch.inf), how)


def test_a_bucket_draws_the_tokens_of_a_batch_without_one(small, made):
    model = made(small())
    mask = torch.rand(3, 37, generator=torch.Generator().manual_seed(0)) < 0.8
    inputs, found = empty_inputs(4, 37, "cpu"), []
    for padded in (False, True):
        pool, tokens = StatePool(small(), PoolSizes(3, 32, page_size=4)), [1, 2, 3]
        slots = [pool.alloc() for _ in range(3)]
        for place in range(4):
            for slot in slots:
                pool.extend(slot, 1)
            batch = packed([[t] for t in tokens], slots=slots, context=[place] * 3)
            how, allowed = draws(WARM, [place + 1] * 3, "cpu"), mask
            if padded:
                inputs.fill(batch, how, mask)
                batch, how, allowed = inputs.batch, inputs.how, inputs.allowed
            tokens = stepped(model, pool, how, allowed, batch)[:3].tolist()
            found.append(tokens)
    assert found[:4] == found[4:]


def test_what_was_in_a_bucket_before_does_not_stay():
    inputs = empty_inputs(4, 37, "cpu")
    full = packed([[5]] * 4, slots=[0, 1, 2, 3], context=[9] * 4)
    inputs.fill(full, draws([Sampling(2.0)] * 4, [1] * 4, "cpu"), torch.zeros(4, 37).bool())
    inputs.fill(packed([[6]], slots=[2], context=[3]), draws(WARM[:1], [4], "cpu"), None)
    assert inputs.batch.slots.tolist() == [2, -1, -1, -1]
    assert inputs.batch.tokens[0] == 6
    assert inputs.how.place[0] == 4
    assert bool(inputs.allowed.all())


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no card")
@pytest.mark.parametrize("is_drawn", [False, True])
def test_a_recorded_step_gives_the_tokens_of_the_step(small, made, is_drawn):
    model = made(small()).cuda()
    found = []
    for recorded in (False, True):
        pool = StatePool(small(), PoolSizes(3, 32, page_size=4), device="cuda")

        def step(batch, how, allowed, pool=pool):
            if how is None:
                with torch.no_grad():
                    return model.logits(model.hidden(batch, pool)).argmax(-1)
            return stepped(model, pool, how, allowed, batch)

        run = Graphs(step, 37, torch.device("cuda")) if recorded else step
        slots, tokens = [pool.alloc() for _ in range(3)], [1, 2, 3]
        for place in range(4):
            for slot in slots:
                pool.extend(slot, 1)
            batch = packed([[t] for t in tokens], slots=slots, context=[place] * 3, device="cuda")
            allowed = torch.ones(3, 37, dtype=torch.bool, device="cuda")
            how = draws(WARM, [place + 1] * 3, "cuda") if is_drawn else None
            tokens = run(batch, how, allowed).tolist()
            found.append(tokens)
    assert found[:4] == found[4:]
