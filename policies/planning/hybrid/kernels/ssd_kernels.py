"""What happens within the chunks of Mamba-2's scan, as kernels.

Every product has float32 sums; its factors are rounded to the type of x.

Legend: T tokens, S sequences, H heads, P head size, G groups, N state size; M chunks of Q tokens.

Source: Dao and Gu, Transformers are SSMs (2024), section 6.
"""

from __future__ import annotations

import triton
import triton.language as tl


@triton.jit
def scores(
    b: tl.tensor,
    c: tl.tensor,
    firsts: tl.tensor,
    counts: tl.tensor,
    out: tl.tensor,
    b_row: tl.tensor,
    c_row: tl.tensor,
    size: tl.constexpr,
    longest: tl.constexpr,
    block: tl.constexpr,
    columns: tl.constexpr,
) -> None:
    """C times B of each group once, (M, G, Q, Q), float32; what lies ahead is left as it is."""
    chunk = tl.program_id(0).to(tl.int64)
    group = tl.program_id(1)
    blocks: tl.constexpr = (longest + block - 1) // block
    upper = (tl.program_id(2) // blocks) * block
    left = (tl.program_id(2) % blocks) * block
    first, count = tl.load(firsts + chunk).to(tl.int64), tl.load(counts + chunk)
    if (left <= upper) & (upper < count):
        row, token = upper + tl.arange(0, block), left + tl.arange(0, block)
        column = tl.arange(0, columns)
        in_state = (column < size)[None, :]
        where = group * size + column[None, :]
        asks = tl.load(
            c + (first + row)[:, None] * c_row + where,
            mask=(row < count)[:, None] & in_state,
            other=0.0,
        )
        gives = tl.load(
            b + (first + token)[:, None] * b_row + where,
            mask=(token < count)[:, None] & in_state,
            other=0.0,
        )
        score = tl.dot(asks, tl.trans(gives), input_precision="ieee")
        place = (chunk * tl.num_programs(1) + group) * longest + row
        mask = (row < longest)[:, None] & (token < longest)[None, :]
        tl.store(out + place[:, None] * longest + token[None, :], score, mask=mask)


@triton.jit
def chunk_states(
    x: tl.tensor,
    dt: tl.tensor,
    b: tl.tensor,
    log_decay: tl.tensor,
    firsts: tl.tensor,
    counts: tl.tensor,
    out: tl.tensor,
    x_row: tl.tensor,
    b_row: tl.tensor,
    heads: tl.constexpr,
    head: tl.constexpr,
    by_group: tl.constexpr,
    size: tl.constexpr,
    block: tl.constexpr,
    rows: tl.constexpr,
    columns: tl.constexpr,
) -> None:
    """What each chunk adds to the state by its end, (M, H, P, N), float32."""
    chunk = tl.program_id(0).to(tl.int64)
    here = tl.program_id(1)
    first, count = tl.load(firsts + chunk).to(tl.int64), tl.load(counts + chunk)
    part, column = tl.arange(0, rows), tl.arange(0, columns)
    in_head, in_state = part < head, column < size
    end = tl.load(log_decay + (first + count - 1) * heads + here)
    total = tl.zeros((rows, columns), tl.float32)
    for at in range(0, count, block):
        token = at + tl.arange(0, block)
        inside = token < count
        line = first + token
        left = end - tl.load(log_decay + line * heads + here, mask=inside, other=0.0)
        step = tl.load(dt + line * heads + here, mask=inside, other=0.0)
        share = tl.where(inside, tl.exp(tl.minimum(left, 0.0).to(tl.float32)) * step, 0.0)
        where = line[None, :] * x_row + here * head + part[:, None]
        given = tl.load(x + where, mask=in_head[:, None] & inside[None, :], other=0.0)
        scaled = (given.to(tl.float32) * share[None, :]).to(given.dtype)
        where = line[:, None] * b_row + (here // by_group) * size + column[None, :]
        gives = tl.load(b + where, mask=inside[:, None] & in_state[None, :], other=0.0)
        total += tl.dot(scaled, gives, input_precision="ieee")
    where = ((chunk * heads + here) * head + part)[:, None] * size + column[None, :]
    tl.store(out + where, total, mask=in_head[:, None] & in_state[None, :])


@triton.jit
def scan(
    x: tl.tensor,
    dt: tl.tensor,
    c: tl.tensor,
    skip: tl.tensor,
    log_decay: tl.tensor,
    score: tl.tensor,
    before: tl.tensor,
    firsts: tl.tensor,
    counts: tl.tensor,
    y: tl.tensor,
    x_row: tl.tensor,
    c_row: tl.tensor,
    heads: tl.constexpr,
    head: tl.constexpr,
    by_group: tl.constexpr,
    size: tl.constexpr,
    longest: tl.constexpr,
    block: tl.constexpr,
    rows: tl.constexpr,
    columns: tl.constexpr,
) -> None:
    """What the state before and the tokens of the chunk give, and the skip: y, (T, H, P)."""
    chunk = tl.program_id(0).to(tl.int64)
    here = tl.program_id(1)
    upper = tl.program_id(2) * block
    group = here // by_group
    first, count = tl.load(firsts + chunk).to(tl.int64), tl.load(counts + chunk)
    row, part, column = upper + tl.arange(0, block), tl.arange(0, rows), tl.arange(0, columns)
    is_row, in_head, in_state = row < count, part < head, column < size
    decay = tl.load(log_decay + (first + row) * heads + here, mask=is_row, other=0.0)
    where = (first + row)[:, None] * c_row + group * size + column[None, :]
    asks = tl.load(c + where, mask=is_row[:, None] & in_state[None, :], other=0.0)
    where = ((chunk * heads + here) * head + part)[None, :] * size + column[:, None]
    state = tl.load(before + where, mask=in_state[:, None] & in_head[None, :], other=0.0)
    total = tl.dot(asks, state.to(asks.dtype), input_precision="ieee")
    total = total * tl.exp(decay.to(tl.float32))[:, None]
    line = score + ((chunk * (heads // by_group) + group) * longest + row)[:, None] * longest
    for left in range(0, tl.minimum(upper + block, count), block):
        token = left + tl.arange(0, block)
        inside = token < count
        other = tl.load(log_decay + (first + token) * heads + here, mask=inside, other=0.0)
        step = tl.load(dt + (first + token) * heads + here, mask=inside, other=0.0)
        seen = (row[:, None] >= token[None, :]) & is_row[:, None]
        mix = tl.load(line + token[None, :], mask=seen, other=0.0)
        gap = tl.minimum(decay[:, None] - other[None, :], 0.0).to(tl.float32)
        mix = tl.where(seen, mix * tl.exp(gap) * step[None, :], 0.0)
        tokens = x + (first + token)[:, None] * x_row + here * head + part[None, :]
        given = tl.load(tokens, mask=inside[:, None] & in_head[None, :], other=0.0)
        total += tl.dot(mix.to(given.dtype), given, input_precision="ieee")
    mask = is_row[:, None] & in_head[None, :]
    own = tl.load(x + (first + row)[:, None] * x_row + here * head + part[None, :], mask=mask)
    total += tl.load(skip + here).to(tl.float32) * own.to(tl.float32)
    where = ((first + row)[:, None] * heads + here) * head + part[None, :]
    tl.store(y + where, total.to(y.dtype.element_ty), mask=mask)
