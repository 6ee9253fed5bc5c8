"""What passes from token to token and chunk to chunk in Mamba-2's scan, as kernels.

Logarithms of decay are summed in float64: sums over a chunk are large, what is left of their
differences small.

Legend: T tokens, S sequences, H heads.

Source: Dao and Gu, Transformers are SSMs (2024), section 6.
"""

from __future__ import annotations

import triton
import triton.language as tl


@triton.jit
def decays(
    dt: tl.tensor,
    a: tl.tensor,
    firsts: tl.tensor,
    counts: tl.tensor,
    log_decay: tl.tensor,
    heads: tl.constexpr,
    tokens: tl.constexpr,
    columns: tl.constexpr,
) -> None:
    """Sums of dt times a from each chunk's first token, (T, H), float64."""
    chunk = tl.program_id(0)
    token = tl.arange(0, tokens)
    head = tl.program_id(1) * columns + tl.arange(0, columns)
    where = (tl.load(firsts + chunk).to(tl.int64) + token)[:, None] * heads + head[None, :]
    mask = (token < tl.load(counts + chunk))[:, None] & (head < heads)[None, :]
    rate = tl.load(a + head, mask=head < heads, other=0.0)
    step = tl.load(dt + where, mask=mask, other=0.0) * rate[None, :]
    tl.store(log_decay + where, tl.cumsum(step.to(tl.float64), 0), mask=mask)


@triton.jit
def pass_states(
    states: tl.tensor,
    before: tl.tensor,
    initial: tl.tensor,
    final: tl.tensor,
    log_decay: tl.tensor,
    firsts: tl.tensor,
    counts: tl.tensor,
    chunks: tl.tensor,
    heads: tl.constexpr,
    numbers: tl.constexpr,
    block: tl.constexpr,
) -> None:
    """Carry each sequence's state from chunk to chunk; `before` holds it at each one's begin.

    There it is rounded to the type in which it is read next; what is carried on is not.
    """
    sequence = tl.program_id(0).to(tl.int64)
    here = tl.program_id(1).to(tl.int64)
    place = tl.program_id(2) * block + tl.arange(0, block)
    inside = place < numbers
    mine = (sequence * heads + here) * numbers + place
    state = tl.load(initial + mine, mask=inside, other=0.0).to(tl.float32)
    for chunk in range(tl.load(chunks + sequence), tl.load(chunks + sequence + 1)):
        last = tl.load(firsts + chunk).to(tl.int64) + tl.load(counts + chunk) - 1
        decay = tl.exp(tl.load(log_decay + last * heads + here).to(tl.float32))
        where = (chunk * heads + here) * numbers + place
        added = tl.load(states + where, mask=inside, other=0.0)
        tl.store(before + where, state.to(before.dtype.element_ty), mask=inside)
        state = state * decay + added
    tl.store(final + mine, state, mask=inside)
