"""The model is the float64 recurrence: every kind of block, any split, any step size."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.batch import packed  # noqa: E402
from policies.planning.hybrid.layers import mamba  # noqa: E402
from policies.planning.hybrid.reference import reference_logits, weights_of  # noqa: E402

BAR = 1e-5


@pytest.fixture(autouse=True)
def _one_thread():
    torch.set_num_threads(1)


def _logits(model, batch, pool=None):
    with torch.no_grad():
        return model.logits(model.hidden(batch, pool))


def _gold(model, tokens):
    return reference_logits(model.config, weights_of(model), tokens)


@pytest.mark.parametrize("length", [1, 7, 8, 9, 16, 21])
def test_all_kinds_of_blocks_at_lengths_on_and_off_the_chunk(
    length, small, made, drawn_tokens, off
):
    model, tokens = made(small("MEM*E-M")), drawn_tokens(length)
    assert off(_logits(model, packed([tokens])), _gold(model, tokens)) < BAR


@pytest.mark.parametrize("bias", [-12.0, -30.0, 6.0])
def test_steps_that_vanish_and_steps_that_forget_everything(bias, small, made, drawn_tokens, off):
    model, tokens = made(small("M*ME")), drawn_tokens(20)
    for name, parameter in model.named_parameters():
        if name.endswith("dt_bias"):
            parameter.data.fill_(bias)
    assert off(_logits(model, packed([tokens])), _gold(model, tokens)) < BAR


def test_rotary_positions_norms_of_queries_and_gated_experts(qwen, made, drawn_tokens, off):
    model, tokens = made(qwen), drawn_tokens(19)
    assert off(_logits(model, packed([tokens])), _gold(model, tokens)) < BAR


@settings(max_examples=12, deadline=None)
@given(
    case=st.tuples(
        st.text("ME*-", min_size=1, max_size=5),
        st.lists(st.integers(1, 22), max_size=4, unique=True),
        st.integers(0, 99),
    )
)
def test_any_pattern_in_any_pieces(case, small, made, drawn_tokens, plain_pool, off):
    pattern, cuts, seed = case
    config = small(pattern)
    model, tokens = made(config, seed), drawn_tokens(23, seed)
    pool, rows = plain_pool(config), []
    for first, last in pairwise([0, *sorted(cuts), 23]):
        batch = packed([tokens[first:last]], slots=[2], context=[first])
        rows.append(_logits(model, batch, pool))
    assert off(torch.cat(rows), _gold(model, tokens)) < BAR


def test_the_reference_notices_a_floor_under_the_steps(small, made, drawn_tokens, off):
    model, tokens = made(small("MM")), drawn_tokens(20)
    for name, parameter in model.named_parameters():
        if name.endswith("dt_bias"):
            parameter.data.fill_(-12.0)
    honest = _gold(model, tokens)
    for name, parameter in model.named_parameters():
        if name.endswith("dt_bias"):
            parameter.data.fill_(-6.9)  # softplus of which is 0.001
    assert off(_logits(model, packed([tokens])), honest) > 100 * BAR


@pytest.mark.parametrize("first", [0, 5])
def test_a_long_prompt_that_is_cut_for_the_cache(
    first, small, made, drawn_tokens, plain_pool, off, monkeypatch
):
    monkeypatch.setattr(mamba, "PIECE", 8)
    config = small("MM")
    model, tokens, pool = made(config), drawn_tokens(37), plain_pool(config)
    rows = [_logits(model, packed([tokens[:first]], slots=[2]), pool)] if first else []
    rest = packed([tokens[first:]], slots=[2], context=[first])
    rows.append(_logits(model, rest, pool))
    assert off(torch.cat(rows), _gold(model, tokens)) < BAR
    last = packed([[3]], slots=[2], context=[37])
    assert off(_logits(model, last, pool)[0], _gold(model, [*tokens, 3])[-1]) < BAR
