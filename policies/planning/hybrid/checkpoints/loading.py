"""A model from a folder that transformers wrote: one tensor after another into its place.

Legend: E experts, I inner width of an expert, D width.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from physai_sim.core.errors import CheckpointError
from policies.planning.hybrid.checkpoints.config_file import read_config
from policies.planning.hybrid.checkpoints.fp8 import BLOCK, dequantised, is_8_bit
from policies.planning.hybrid.checkpoints.names import (
    SCALE_ENDINGS,
    Place,
    Table,
    are_packed,
    bare,
    table,
    unused,
)
from policies.planning.hybrid.checkpoints.settings import read_settings
from policies.planning.hybrid.checkpoints.shards import Entry, open_shards
from policies.planning.hybrid.model import HybridModel

Entries = Mapping[str, Entry]


def from_pretrained(
    folder: Path | str, *, dtype: torch.dtype = torch.float32, device: torch.device | str = "cpu"
) -> HybridModel:
    """Load a folder of `NemotronHForCausalLM` or `Qwen3MoeForCausalLM`.

    Parameters are made once, empty and of their final type; each tensor of the folder is read,
    copied into its place and let go, so that weights are never held twice.

    Args:
        folder: With `config.json` and safetensors.
        dtype: Of the weights, whatever theirs in the folder; see `HybridModel`.
        device: Where they go.

    Raises:
        CheckpointError: If a file cannot be read, or tensors are missing, left over or of another
            shape; all of them are named.
        ConfigError: If the sizes in `config.json` do not fit together.
    """
    folder = Path(folder)
    config = read_config(folder)
    model = HybridModel(config, dtype=dtype, device=torch.device("meta"))
    entries = {bare(name): entry for name, entry in open_shards(folder).items()}
    targets = dict(model.named_parameters()) | dict(model.named_buffers())
    plan = table(config, list(targets), packed=are_packed(iter(entries)))
    _check(entries, plan, targets, folder)
    model.to_empty(device=device)
    model.tie()
    targets = dict(model.named_parameters()) | dict(model.named_buffers())
    block = _block_size(folder)
    with torch.no_grad():
        for name, places in plan.items():
            for place in places:
                _fill(targets[place.parameter], place, name, entries, block=block)
    return model.eval()


def _check(entries: Entries, plan: Table, targets: Mapping[str, Tensor], folder: Path) -> None:
    """Name everything that does not fit, before any of it is read."""
    scales = {name.removesuffix(".weight") + ending for name in plan for ending in SCALE_ENDINGS}
    tied = {"lm_head.weight"} - set(plan)
    extra = [n for n in entries if n not in plan and n not in scales | tied and not unused(n)]
    faults = {
        "missing": sorted(set(plan) - set(entries)),
        "not of this model": sorted(extra),
        "of another shape": [
            f"{name} {entries[name].shape} for {shape}"
            for name, places in sorted(plan.items())
            if name in entries and entries[name].shape != (shape := _shape(targets, places))
        ],
    }
    told = [f"{kind}: {', '.join(names)}" for kind, names in faults.items() if names]
    if told:
        raise CheckpointError(
            f"tensors do not fit the model of its config.json; {'; '.join(told)}",
            where=str(folder),
        )


def _shape(targets: Mapping[str, Tensor], places: tuple[Place, ...]) -> tuple[int, ...]:
    """The shape that a tensor must have to fill its places."""
    shape = tuple(targets[places[0].parameter].shape)
    if places[0].expert is not None:
        return shape[1:]
    if places[0].half is not None:
        return (shape[0], 2 * shape[1], *shape[2:])
    return shape


def _fill(
    target: Tensor, place: Place, name: str, entries: Entries, *, block: tuple[int, int]
) -> None:
    """Copy a tensor into its place, expert by expert where it holds many."""
    if place.expert is not None:
        target[place.expert].copy_(_wide(name, entries, entries[name].whole(), block=block))
    elif target.dim() == 3 and ".experts." in place.parameter:
        for expert, room in enumerate(target):
            row = entries[name].row(expert)
            if place.half is not None:
                row = row.chunk(2)[place.half]
            room.copy_(_wide(name, entries, row, block=block))
    else:
        target.copy_(_wide(name, entries, entries[name].whole(), block=block))


def _wide(name: str, entries: Entries, found: Tensor, *, block: tuple[int, int]) -> Tensor:
    """The tensor as numbers: in 8 bits it is multiplied with its scale."""
    if not is_8_bit(found.dtype):
        return found
    for ending in SCALE_ENDINGS:
        scale = entries.get(name.removesuffix(".weight") + ending)
        if scale is not None:
            return dequantised(found, scale.whole(), where=name, block=block)
    raise CheckpointError(
        "8 bits without a scale", where=name, expected=" or ".join(SCALE_ENDINGS)
    )


def _block_size(folder: Path) -> tuple[int, int]:
    told = read_settings(folder).get("quantization_config") or {}
    block = told.get("weight_block_size") or BLOCK
    return int(block[0]), int(block[1])
