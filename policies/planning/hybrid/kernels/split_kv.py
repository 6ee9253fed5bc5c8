"""One query of each sequence over its pages of keys and values, on many processors at once.

With two heads of keys, a program for each head would leave most of a card idle: each is split
along the sequence, and a second kernel joins what the parts found.

Legend: S sequences, Q heads of queries, V heads of keys and values, A head size, P parts.

Source: Dao et al., Flash-Decoding for long-context inference (2023).
"""

from __future__ import annotations

import torch
import triton
import triton.language as tl
from torch import Tensor

# Two programs for each processor of a large card; more parts would write more than they save.
PROGRAMS = 256
LARGEST_SPLIT = 128
BLOCK = 64  # tokens that one program takes at once


@triton.jit
def _part(
    q: tl.tensor,
    kv: tl.tensor,
    table: tl.tensor,
    slots: tl.tensor,
    lengths: tl.tensor,
    sums: tl.tensor,
    peaks: tl.tensor,
    weights: tl.tensor,
    scale: tl.tensor,
    values: tl.tensor,
    max_pages: tl.tensor,
    parts: tl.constexpr,
    kv_heads: tl.constexpr,
    group: tl.constexpr,
    head: tl.constexpr,
    page: tl.constexpr,
    rows: tl.constexpr,
    width: tl.constexpr,
    block: tl.constexpr,
) -> None:
    sequence = tl.program_id(0).to(tl.int64) // kv_heads
    kv_head = tl.program_id(0) % kv_heads
    part = tl.program_id(1)
    slot = tl.load(slots + sequence).to(tl.int64)
    length = tl.where(slot >= 0, tl.load(lengths + sequence), 0)
    each = tl.cdiv(tl.cdiv(length, parts), block) * block
    last = tl.minimum(part * each + each, length)
    row = tl.arange(0, rows)
    column = tl.arange(0, width)
    place = (sequence * kv_heads + kv_head) * group + row
    in_group = row < group
    in_head = column < head
    held = in_group[:, None] & in_head[None, :]
    query = tl.load(q + place[:, None] * head + column[None, :], mask=held, other=0.0)
    peak = tl.full((rows,), float("-inf"), tl.float32)
    weight = tl.zeros((rows,), tl.float32)
    total = tl.zeros((rows, width), tl.float32)
    for at in range(part * each, last, block):
        token = at + tl.arange(0, block)
        seen = token < last
        found = tl.load(table + slot * max_pages + token // page, mask=seen, other=0)
        where = ((found.to(tl.int64) * page + token % page) * kv_heads + kv_head) * head
        where = where[:, None] + column[None, :]
        mask = seen[:, None] & in_head[None, :]
        key = tl.load(kv + where, mask=mask, other=0.0).to(query.dtype)
        score = tl.dot(query, tl.trans(key), input_precision="ieee") * scale
        score = tl.where(seen[None, :], score, float("-inf"))
        higher = tl.maximum(peak, tl.max(score, 1))
        share = tl.exp(score - higher[:, None])
        kept = tl.exp(peak - higher)
        value = tl.load(kv + values + where, mask=mask, other=0.0).to(query.dtype)
        found_here = tl.dot(share.to(query.dtype), value, input_precision="ieee")
        total = total * kept[:, None] + found_here
        weight = weight * kept + tl.sum(share, 1)
        peak = higher
    out = place * parts + part
    tl.store(peaks + out, peak, mask=in_group)
    tl.store(weights + out, weight, mask=in_group)
    tl.store(sums + out[:, None] * head + column[None, :], total, mask=held)


@triton.jit
def _join(
    sums: tl.tensor,
    peaks: tl.tensor,
    weights: tl.tensor,
    out: tl.tensor,
    parts: tl.constexpr,
    head: tl.constexpr,
    width: tl.constexpr,
    at_once: tl.constexpr,
) -> None:
    place = tl.program_id(0).to(tl.int64)
    column = tl.arange(0, width)
    in_head = column < head
    peak = tl.max(tl.load(peaks + place * parts + tl.arange(0, parts)), 0)
    # Of a row that holds nothing no part has a peak.
    peak = tl.where(peak > float("-inf"), peak, 0.0)
    total = tl.zeros((width,), tl.float32)
    weight = 0.0
    for first in range(0, parts, at_once):
        part = place * parts + first + tl.arange(0, at_once)
        share = tl.exp(tl.load(peaks + part) - peak)
        weight += tl.sum(share * tl.load(weights + part), 0)
        where = part[:, None] * head + column[None, :]
        found = tl.load(sums + where, mask=in_head[None, :], other=0.0)
        total += tl.sum(found * share[:, None], 0)
    mixed = total / tl.where(weight == 0.0, 1.0, weight)
    tl.store(out + place * head + column, mixed.to(out.dtype.element_ty), mask=in_head)


def decode_attention(
    q: Tensor, kv: Tensor, page_table: Tensor, slots: Tensor, lengths: Tensor
) -> Tensor:
    """Attend to everything that a slot has taken in; the twin of `layers.decode_attention`.

    Args:
        q: Shape (S, Q, A).
        kv: Shape (2, pages, page_size, V, A).
        page_table: Shape (slots, max_pages).
        slots: Shape (S,); -1 gives zeros.
        lengths: Tokens of each, the new one among them, shape (S,).

    Returns:
        Shape (S, Q, A).
    """
    assert kv[0].is_contiguous(), "a layer's pages stand side by side"
    assert page_table.is_contiguous(), "rows of slots stand side by side"
    (sequences, heads, head), (page, kv_heads) = q.shape, kv.shape[2:4]
    parts = _parts(sequences * kv_heads, page_table.shape[1] * page)
    q, width = q.contiguous(), max(16, triton.next_power_of_2(head))
    sums = q.new_empty((sequences, heads, parts, head), dtype=torch.float32)
    peaks, weights = (q.new_empty(sums.shape[:3], dtype=torch.float32) for _ in range(2))
    _part[(sequences * kv_heads, parts)](
        q, kv, page_table, slots, lengths, sums, peaks, weights,
        head**-0.5, kv.stride(0), page_table.shape[1],
        parts=parts, kv_heads=kv_heads, group=heads // kv_heads, head=head, page=page,
        rows=max(16, triton.next_power_of_2(heads // kv_heads)), width=width, block=BLOCK,
        num_warps=4, num_stages=3,
    )  # fmt: skip
    out = torch.empty_like(q)
    _join[(sequences * heads,)](
        sums, peaks, weights, out,
        parts=parts, head=head, width=width, at_once=min(parts, 16), num_warps=4,
    )  # fmt: skip
    return out


def _parts(rows: int, most_tokens: int) -> int:
    """How often a row is split: a power of two, from sizes that the host knows."""
    wanted = min(triton.cdiv(PROGRAMS, rows), triton.cdiv(most_tokens, BLOCK), LARGEST_SPLIT)
    return int(triton.next_power_of_2(wanted))
