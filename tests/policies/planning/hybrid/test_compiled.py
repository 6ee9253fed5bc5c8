"""A compiled step is the step, in any slots, beside rows that fill a bucket."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.batch import packed  # noqa: E402
from policies.planning.hybrid.compiled import compiled_step  # noqa: E402
from policies.planning.hybrid.layers import experts  # noqa: E402

# What the compiler itself warns of.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_compiled_steps_go_on_as_plain_ones(small, made, drawn_tokens, plain_pool, off):
    torch.set_num_threads(1)
    config = small("M*E-")
    model, texts = made(config), [drawn_tokens(n, seed=n) for n in (9, 5)]
    slots, logits = [2, 0, -1], []
    for run in (compiled_step(model), lambda b, p: model.logits(model.hidden(b, p))):
        pool, rows = plain_pool(config, tokens=16), []
        with torch.no_grad():
            model.hidden(packed(texts, slots=slots[:2]), pool)
            for place, token in enumerate((3, 1, 4)):
                context = [9 + place, 5 + place, 0]
                batch = packed([[token], [token + 1], [0]], slots=slots, context=context)
                rows.append(run(batch, pool)[:2])
        logits.append(torch.cat(rows))
    assert off(*logits) < 2e-6


@pytest.mark.parametrize("gated", [False, True])
def test_gathered_experts_are_those_one_by_one(gated, off):
    g = torch.Generator().manual_seed(0)
    up, down, gate = (torch.randn(*s, generator=g) for s in ((5, 8, 12), (5, 12, 8), (5, 8, 12)))
    x, weight = torch.randn(3, 12, generator=g), torch.rand(3, 2, generator=g)
    index = torch.rand(3, 5, generator=g).topk(2)[1]
    case = x, index, weight, (up, down, gate if gated else None), "swiglu" if gated else "relu2"
    assert off(experts._gathered(*case), experts._one_by_one(*case)) < 2e-6
