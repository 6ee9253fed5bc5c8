"""On a processor and where one learns the plain twins run; all kernels together are the model."""

from types import SimpleNamespace

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
pytest.importorskip("triton", reason="triton is missing (make test-kernels)")

from physai_sim.core.errors import UnknownNameError  # noqa: E402
from policies.planning.hybrid.batch import packed  # noqa: E402
from policies.planning.hybrid.kernels import choose  # noqa: E402
from policies.planning.hybrid.model import HybridModel  # noqa: E402

CARD, PROCESSOR = torch.device("cuda"), torch.device("cpu")
OPERATIONS = [
    choose.ssd,
    choose.state_update,
    choose.experts,
    choose.route,
    choose.decode_attention,
]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_device_chooses_unless_one_learns(operation, monkeypatch):
    monkeypatch.delenv(choose.VARIABLE, raising=False)
    with torch.no_grad():
        fast, plain = operation(CARD), operation(PROCESSOR)
    assert ".kernels." in fast.__module__
    assert ".layers." in plain.__module__
    assert operation(CARD) is plain
    monkeypatch.setenv(choose.VARIABLE, "plain")
    with torch.no_grad():
        assert operation(CARD) is plain
    monkeypatch.setenv(choose.VARIABLE, "triton")
    with torch.no_grad():
        assert operation(PROCESSOR) is fast


def test_a_way_that_there_is_not_is_named(monkeypatch):
    monkeypatch.setenv(choose.VARIABLE, "fast")
    with pytest.raises(UnknownNameError, match=r"PHYSAI_KERNELS.*'fast'.*triton"):
        choose.ssd(PROCESSOR)


@pytest.mark.parametrize("family", ["small", "qwen"])
def test_a_model_on_kernels_is_the_model(family, request, interpreter, made, plain_pool, off):
    """Two sequences come in, in pieces, and go on by steps, one beside a row that is none."""
    wanted = request.getfixturevalue(family)
    config = wanted() if family == "small" else wanted
    model, pools = made(config), [plain_pool(config) for _ in range(2)]
    fast = SimpleNamespace(layer=pools[1].layers.__getitem__)
    steps = [
        packed([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [11]], slots=[2, 0]),
        packed([[12, 13], [14, 15, 16]], slots=[2, 0], context=[10, 1]),
        packed([[17], [18]], slots=[2, 0], context=[12, 4]),
        packed([[19], [20]], slots=[0, -1], context=[5, 0]),
    ]
    for batch in steps:
        expected = model.hidden(batch, pools[0])
        got = interpreter(HybridModel.hidden, model, batch, fast)
        real = -1 if -1 in batch.slots else None
        assert off(got[:real], expected[:real]) < 5e-6


def _on_card(layers):
    from policies.planning.hybrid.layers.state import LayerState

    def moved(x):
        return x.cuda() if torch.is_tensor(x) else x

    names = ("conv", "ssm", "kv", "page_table")
    made = [LayerState(**{name: moved(getattr(one, name)) for name in names}) for one in layers]
    return SimpleNamespace(layer=made.__getitem__)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no card")
@torch.no_grad()
def test_a_step_on_a_card_is_recorded_and_waits_for_nothing(small, made, plain_pool, off):
    config = small()
    model, pool = made(config).cuda(), plain_pool(config)
    expected_pool = plain_pool(config)
    first = {"slots": [2, 0]}
    then = {"slots": [0, 2, -1], "context": [1, 3, 0]}
    twin = made(config)
    twin.hidden(packed([[1, 2, 3], [4]], **first), expected_pool)
    expected = twin.hidden(packed([[5], [6], [7]], **then), expected_pool)
    states = _on_card(pool.layers)
    model.hidden(packed([[1, 2, 3], [4]], device=CARD, **first), states)
    warm = _on_card(pool.layers)  # kernels are compiled where it does no harm
    step = packed([[5], [6], [7]], device=CARD, **then)
    model.hidden(step, warm)
    torch.cuda.synchronize()
    torch.cuda.set_sync_debug_mode("error")
    graph = torch.cuda.CUDAGraph()
    try:
        with torch.cuda.graph(graph):
            out = model.hidden(step, states)
        graph.replay()
    finally:
        torch.cuda.set_sync_debug_mode("default")
    assert off(out[:2].cpu(), expected[:2]) < 1e-4
