"""Sequences in one batch know nothing of one another; gradients reach every weight."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.batch import packed  # noqa: E402
from policies.planning.hybrid.model import HybridModel  # noqa: E402


@pytest.fixture(autouse=True)
def _one_thread():
    torch.set_num_threads(1)


def _logits(model, batch, pool=None):
    with torch.no_grad():
        return model.logits(model.hidden(batch, pool))


@settings(max_examples=8, deadline=None)
@given(lengths=st.lists(st.integers(1, 19), min_size=1, max_size=4), seed=st.integers(0, 99))
def test_packed_is_each_alone(lengths, seed, small, made, drawn_tokens, off):
    model = made(small("MEM*-"), seed)
    texts = [drawn_tokens(length, seed + i) for i, length in enumerate(lengths)]
    alone = torch.cat([_logits(model, packed([text])) for text in texts])
    assert off(_logits(model, packed(texts)), alone) < 2e-6


def test_decoding_many_at_once_is_each_alone(small, made, drawn_tokens, plain_pool, off):
    config = small("M*ME*")
    model, pool = made(config), plain_pool(config)
    texts = [drawn_tokens(length, seed=length) for length in (9, 4, 12)]
    slots, whole = [3, 0, 2], [_logits(model, packed([text]))[-1] for text in texts]
    _logits(model, packed([t[:-1] for t in texts], slots=slots), pool)
    context = [len(text) - 1 for text in texts]
    last = packed([t[-1:] for t in texts], slots=slots, context=context)
    assert off(_logits(model, last, pool), torch.stack(whole)) < 2e-6


def test_rows_that_fill_a_bucket_change_nothing(small, made, drawn_tokens, plain_pool):
    config = small("M*M")
    model, text, kept = made(config), drawn_tokens(9), []
    for filling in ([], [-1, -1]):
        pool = plain_pool(config)
        _logits(model, packed([text[:-1], text[:3]], slots=[2, 0]), pool)
        step = [text[-1:], *([[0]] * len(filling))]
        batch = packed(step, slots=[2, *filling], context=[8] + [0] * len(filling))
        logits = _logits(model, batch, pool)
        held = [t for s in pool.layers for t in (s.conv, s.ssm, s.kv) if t is not None]
        kept.append((logits[:1], held))
    (first, states), (second, others) = kept
    assert torch.allclose(first, second, atol=1e-5)
    for state, other in zip(states, others, strict=True):
        assert torch.allclose(state, other, atol=1e-5, equal_nan=True)


def test_a_batch_of_filling_rows_alone_changes_nothing(small, made, drawn_tokens, plain_pool):
    config = small("M*M")
    model, pool = made(config), plain_pool(config)
    _logits(model, packed([drawn_tokens(5)], slots=[0]), pool)
    held = [t for s in pool.layers for t in (s.conv, s.ssm, s.kv) if t is not None]
    before = [t.clone() for t in held]
    _logits(model, packed([[1], [2]], slots=[-1, -1]), pool)
    for tensor, old in zip(held, before, strict=True):
        assert torch.equal(tensor.nan_to_num(7.0), old.nan_to_num(7.0))


@pytest.mark.parametrize("family", ["nemotron_h", "qwen3_moe"])
def test_every_weight_gets_a_gradient(family, small, qwen, made, drawn_tokens):
    model = made(small("MEM*E-M") if family == "nemotron_h" else qwen)
    texts = [drawn_tokens(40), drawn_tokens(25, seed=1)]
    model.logits(model.hidden(packed(texts))).square().mean().backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.isfinite().all(), name
        assert parameter.grad.abs().sum() > 0, name


def test_gradients_of_the_scan_are_those_of_differences(small, made, drawn_tokens):
    model = made(small("M*")).double()
    tokens = packed([drawn_tokens(11)])

    def loss():
        return model.logits(model.hidden(tokens)).square().mean()

    loss().backward()
    for name in ("layers.0.mixer.A_log", "layers.0.mixer.dt_bias", "layers.0.mixer.D"):
        parameter = model.get_parameter(name)
        with torch.no_grad():
            parameter[1] += 1e-5
            above = loss()
            parameter[1] -= 2e-5
            below = loss()
            parameter[1] += 1e-5
        slope = float((above - below) / 2e-5)
        assert slope == pytest.approx(float(parameter.grad[1]), rel=1e-5), name


def test_bfloat16_follows_float32(small, made, drawn_tokens, plain_pool, off):
    config, tokens = small("MEM*-"), drawn_tokens(20)
    exact = made(config)
    model = HybridModel(config, dtype=torch.bfloat16)
    model.load_state_dict(exact.state_dict())
    got = _logits(model, packed([tokens]))
    assert got.dtype == torch.float32
    assert off(got, _logits(exact, packed([tokens]))) < 0.1
    assert model.get_parameter("layers.0.mixer.A_log").dtype == torch.float32
    pool = plain_pool(config, dtype=torch.bfloat16)
    _logits(model, packed([tokens[:-1]], slots=[1]), pool)
    last = _logits(model, packed([tokens[-1:]], slots=[1], context=[19]), pool)
    assert off(last[0], got[-1]) < 0.05


def test_states_in_half_precision_stay_close(small, made, drawn_tokens, plain_pool, off):
    config, tokens = small("MM"), drawn_tokens(20)
    model, rows = made(config), []
    pool = plain_pool(config, ssm_dtype=torch.float16)
    for place, token in enumerate(tokens):
        rows.append(_logits(model, packed([[token]], slots=[1], context=[place]), pool))
    assert off(torch.cat(rows), _logits(model, packed([tokens]))) < 5e-3


def test_a_tied_head_is_the_embedding(small, made):
    model = made(small("M", tied=True))
    assert model.lm_head.weight is model.embeddings.weight
    assert "lm_head.weight" not in dict(model.named_parameters())
