"""Mamba-2's scan over packed sequences, in chunks that run side by side.

Only the passing of states from chunk to chunk is a loop. C times B is computed once for a group.

Legend: T tokens, S sequences, H heads, P head size, G groups, N state size; M chunks of Q tokens.
"""

from __future__ import annotations

from itertools import accumulate

import torch
import triton
from torch import Tensor

from policies.planning.hybrid.kernels import ssd_kernels as kernels
from policies.planning.hybrid.kernels import ssd_passing as passing
from policies.planning.hybrid.layers import ssd as plain
from policies.planning.hybrid.layers.scan_inputs import ScanInputs

# Rows and columns of the pieces of a chunk; products of float32 run out of registers earlier.
BLOCK, BLOCK_OF_FLOAT32 = 64, 32
NUMBERS = 1024  # of a state that one program carries along


def ssd(
    inputs: ScanInputs,
    *,
    starts: Tensor,
    lengths: tuple[int, ...],
    initial: Tensor,
    chunk: int,
) -> tuple[Tensor, Tensor]:
    """Scan each sequence from its own state; the twin of `layers.ssd.ssd`, without gradients.

    Args:
        inputs: Of all tokens.
        starts: Where each sequence begins, shape (S + 1,); unused here.
        lengths: Tokens of each sequence.
        initial: States before, shape (S, H, P, N).
        chunk: Q at most.

    Returns:
        y of x's type, shape (T, H, P), and the states after, float32, shape (S, H, P, N).
    """
    if inputs.x.dtype == torch.float64:
        return plain.ssd(inputs, starts=starts, lengths=lengths, initial=initial, chunk=chunk)
    whole = _Scan(inputs, lengths, chunk)
    states, final = whole.states(), torch.empty_like(initial, dtype=torch.float32)
    before = whole.before(states, initial.contiguous(), final)
    return whole.read(before), final


class _Scan:
    """What the launches of one scan share."""

    def __init__(self, inputs: ScanInputs, lengths: tuple[int, ...], chunk: int) -> None:
        _, self.heads, self.head = inputs.x.shape
        self.groups, self.size = inputs.b.shape[1:]
        self.x, self.b, self.c = (_rows(part) for part in (inputs.x, inputs.b, inputs.c))
        self.dt, self.d, self.longest = inputs.dt.float().contiguous(), inputs.d, chunk
        block = BLOCK_OF_FLOAT32 if self.x.dtype == torch.float32 else BLOCK
        self.block = min(block, _tile(chunk))
        self.firsts, self.counts, self.of = _chunks(lengths, chunk, inputs.x.device)
        self.many = len(self.firsts)
        self.tiles = {"rows": _tile(self.head), "columns": _tile(self.size)}
        self.sizes = {"heads": self.heads, "head": self.head, "size": self.size}
        self.sizes["by_group"] = self.heads // self.groups
        self.log_decay = torch.empty_like(self.dt, dtype=torch.float64)
        columns = min(8, triton.next_power_of_2(self.heads))
        passing.decays[(self.many, triton.cdiv(self.heads, columns))](
            self.dt, inputs.a.float(), self.firsts, self.counts, self.log_decay,
            heads=self.heads, tokens=triton.next_power_of_2(chunk), columns=columns,
        )  # fmt: skip

    def states(self) -> Tensor:
        """What each chunk adds, shape (M, H, P, N)."""
        shape = (self.many, self.heads, self.head, self.size)
        out = torch.empty(shape, dtype=torch.float32, device=self.x.device)
        kernels.chunk_states[(self.many, self.heads)](
            self.x, self.dt, self.b, self.log_decay, self.firsts, self.counts, out,
            self.x.stride(0), self.b.stride(0),
            block=min(32, self.block), num_warps=4, **self.sizes, **self.tiles,
        )  # fmt: skip
        return out

    def before(self, states: Tensor, initial: Tensor, final: Tensor) -> Tensor:
        """The state at the begin of each chunk, of x's type, (M, H, P, N); `final` is filled."""
        out = torch.empty_like(states, dtype=self.x.dtype)
        numbers = self.head * self.size
        block = min(NUMBERS, triton.next_power_of_2(numbers))
        passing.pass_states[(len(initial), self.heads, triton.cdiv(numbers, block))](
            states, out, initial, final, self.log_decay, self.firsts, self.counts, self.of,
            heads=self.heads, numbers=numbers, block=block, num_warps=4,
        )  # fmt: skip
        return out

    def read(self, before: Tensor) -> Tensor:
        """y, shape (T, H, P)."""
        blocks = triton.cdiv(self.longest, self.block)
        shape = (self.many, self.groups, self.longest, self.longest)
        score = torch.empty(shape, dtype=torch.float32, device=self.x.device)
        kernels.scores[(self.many, self.groups, blocks * blocks)](
            self.b, self.c, self.firsts, self.counts, score, self.b.stride(0), self.c.stride(0),
            size=self.size, longest=self.longest, block=self.block,
            columns=self.tiles["columns"], num_warps=8 if self.x.dtype == torch.float32 else 4,
        )  # fmt: skip
        y = torch.empty(self.x.shape, dtype=self.x.dtype, device=self.x.device)
        kernels.scan[(self.many, self.heads, blocks)](
            self.x, self.dt, self.c, self.d, self.log_decay, score, before,
            self.firsts, self.counts, y, self.x.stride(0), self.c.stride(0),
            longest=self.longest, block=self.block, num_warps=4, **self.sizes, **self.tiles,
        )  # fmt: skip
        return y


def _tile(size: int) -> int:
    """The smallest side of a product that holds a size: a power of two, at least 16."""
    return max(16, int(triton.next_power_of_2(size)))


def _rows(x: Tensor) -> Tensor:
    """Tokens may lie apart, as slices of a wider row do; the numbers of one stand together."""
    inner = x.stride(2) == 1 and x.stride(1) == x.shape[2]
    return x if inner else x.contiguous()


def _chunks(
    lengths: tuple[int, ...], chunk: int, device: torch.device
) -> tuple[Tensor, Tensor, Tensor]:
    """First token and tokens of each chunk, (M,), and the first chunk of each sequence, (S + 1,).

    One copy to the device, for which the host need not wait.
    """
    firsts, counts, of = [], [], [0]
    for start, length in zip(accumulate(lengths, initial=0), lengths, strict=False):
        for at in range(0, length, chunk):
            firsts.append(start + at)
            counts.append(min(chunk, length - at))
        of.append(len(firsts))
    flat = torch.tensor([*firsts, *counts, *of], dtype=torch.int32)
    if device.type == "cuda":
        flat = flat.pin_memory()
    first, count, sequences = flat.to(device, non_blocking=True).split(
        [len(firsts), len(counts), len(of)]
    )
    return first, count, sequences
