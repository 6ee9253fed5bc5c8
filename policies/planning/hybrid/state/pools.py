"""States of many sequences: rows for Mamba-2 blocks, pages for attention.

Full pages are shared between copies of a sequence; the last one is copied, as it is written on.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from policies.planning.hybrid.config import HybridConfig
from policies.planning.hybrid.layers.state import LayerState
from policies.planning.hybrid.state.sizes import PoolSizes
from policies.planning.hybrid.state.slots import OutOfSlotsError, Slots


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A sequence at rest: no slot, pages that it holds, rows of each Mamba-2 block."""

    tokens: int
    pages: tuple[int, ...]
    rows: tuple[Tensor, ...]


class StatePool:
    """States that the model reads and writes in place.

    Args:
        config: Of the model.
        sizes: Room.
        dtype: Of windows.
        ssm_dtype: Of states, float32, or float16 that is rounded by chance.
        kv_dtype: Of keys and values, float8_e4m3fn among them; None: as windows.
        device: Of all.
    """

    def __init__(
        self,
        config: HybridConfig,
        sizes: PoolSizes,
        *,
        dtype: torch.dtype = torch.float32,
        ssm_dtype: torch.dtype = torch.float32,
        kv_dtype: torch.dtype | None = None,
        device: torch.device | str = "cpu",
    ) -> None:
        self.sizes, self._made = sizes, (dtype, ssm_dtype, kv_dtype or dtype, device)
        shape = sizes.slots, sizes.max_pages
        self.page_table = torch.zeros(shape, dtype=torch.int32, device=device)
        self.rows: list[Tensor] = []  # windows and states of the Mamba-2 blocks, by slot
        self.kv: list[Tensor] = []  # keys and values of the attention blocks, by page
        self._layers = [self._state(config, kind) for kind in config.kinds]
        self.slots, self.pages = Slots(sizes.slots, "slot"), Slots(sizes.pages, "page")
        self._held: dict[int, list[int]] = {}
        self._tokens: dict[int, int] = {}

    def _state(self, config: HybridConfig, kind: str) -> LayerState:
        """Room of one block."""
        sizes, (dtype, ssm_dtype, kv_dtype, device) = self.sizes, self._made
        if kind == "mamba" and (m := config.mamba) is not None:
            wide = sizes.slots, m.channels, m.conv_kernel - 1
            conv = torch.zeros(wide, dtype=dtype, device=device)
            deep = sizes.slots, m.heads, m.head_dim, m.state
            ssm = torch.zeros(deep, dtype=ssm_dtype, device=device)
            self.rows += [conv, ssm]
            return LayerState(conv=conv, ssm=ssm)
        if kind == "attention" and (a := config.attention) is not None:
            paged = 2, sizes.pages, sizes.page_size, a.kv_heads, a.head_dim
            self.kv.append(torch.zeros(paged, dtype=kv_dtype, device=device))
            return LayerState(kv=self.kv[-1], page_table=self.page_table)
        return LayerState()

    def layer(self, index: int) -> LayerState:
        """Views for the block of that index in the pattern."""
        return self._layers[index]

    def alloc(self) -> int:
        """An empty slot."""
        slot = self.slots.take()
        for rows in self.rows:
            rows[slot].zero_()
        self._held[slot], self._tokens[slot] = [], 0
        return slot

    def pages_for(self, tokens: int) -> int:
        """Pages that so many tokens fill."""
        return -(-tokens // self.sizes.page_size) if self.kv else 0

    def tokens(self, slot: int) -> int:
        """Tokens that a slot has taken in."""
        self.slots.check(slot)
        return self._tokens[slot]

    def extend(self, slot: int, count: int) -> None:
        """Make room for tokens that the next step writes.

        Raises:
            OutOfSlotsError: If there are too few pages; those held stay.
        """
        total = self.tokens(slot) + count
        self.reserve(slot, total)
        self._tokens[slot] = total

    def reserve(self, slot: int, total: int) -> None:
        """Give a slot all pages that so many tokens will fill.

        Raises:
            OutOfSlotsError: If there are too few pages; those held stay.
        """
        need, held = self.pages_for(total), self._held[slot]
        if need > self.sizes.max_pages:
            most = self.sizes.max_pages * self.sizes.page_size
            raise OutOfSlotsError("too long", got=total, expected=f"at most {most} tokens")
        first = len(held)
        try:
            while len(held) < need:
                held.append(self.pages.take())
        finally:
            self._write_table(slot, held, first)

    def free(self, slot: int) -> None:
        """Give a slot and its pages back."""
        self.slots.drop(slot)
        for page in self._held.pop(slot):
            self.pages.drop(page)
        del self._tokens[slot]

    def snapshot(self, slot: int) -> Snapshot:
        """A copy at rest."""
        tokens = self.tokens(slot)
        pages = self._copied(self._held[slot], tokens)
        return Snapshot(tokens, pages, tuple(rows[slot].clone() for rows in self.rows))

    def restore(self, kept: Snapshot) -> int:
        """A slot that goes on from a snapshot, which stays."""
        slot = self.slots.take()
        try:
            pages = self._copied(kept.pages, kept.tokens)
        except OutOfSlotsError:
            self.slots.drop(slot)
            raise
        for rows, row in zip(self.rows, kept.rows, strict=True):
            rows[slot].copy_(row)
        self._held[slot], self._tokens[slot] = list(pages), kept.tokens
        self._write_table(slot, list(pages), 0)
        return slot

    def drop(self, kept: Snapshot) -> None:
        """Forget a snapshot."""
        for page in kept.pages:
            self.pages.drop(page)

    def fork(self, slot: int) -> int:
        """A second slot that goes on from where this one is."""
        rows = tuple(rows[slot] for rows in self.rows)
        return self.restore(Snapshot(self.tokens(slot), tuple(self._held[slot]), rows))

    def _write_table(self, slot: int, pages: list[int], first: int) -> None:
        """At once: on a card a write takes its time, whatever its size."""
        if new := pages[first:]:
            room = self.page_table[slot, first : len(pages)]
            room.copy_(torch.tensor(new, dtype=torch.int32))

    def _copied(self, pages: list[int] | tuple[int, ...], tokens: int) -> tuple[int, ...]:
        whole = tokens // self.sizes.page_size
        copy = [self.pages.take()] if whole < self.pages_for(tokens) else []
        for page in pages[:whole]:
            self.pages.share(page)
        if copy:
            for kv in self.kv:
                kv[:, copy[0]].copy_(kv[:, pages[whole]])
        return (*pages[:whole], *copy)
