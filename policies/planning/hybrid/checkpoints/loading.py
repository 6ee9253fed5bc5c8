"""A model from a folder that transformers wrote: one tensor after another into its place.

Legend: E experts, I inner width of an expert, D width.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
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
from policies.planning.hybrid.checkpoints.settings import FILE, Settings, read_settings
from policies.planning.hybrid.checkpoints.shards import Entry, open_shards
from policies.planning.hybrid.config import HybridConfig
from policies.planning.hybrid.device import check_room
from policies.planning.hybrid.model import HybridModel

FLOATS = ("F64", "F32", "F16", "BF16")
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
        ConfigError: If the sizes in `config.json` do not fit together, or the weights not into
            memory.
    """
    folder = Path(folder)
    config, block = read_config(folder), _block_size(folder)
    entries = _named(open_shards(folder), folder)
    if config.family == "nemotron_h" and "lm_head.weight" in entries:
        # transformers never ties this family's head, whatever its config.json says.
        config = replace(config, tied=False)
    _check_count(config, entries, folder)
    model = HybridModel(config, dtype=dtype, device=torch.device("meta"))
    targets = dict(model.named_parameters()) | dict(model.named_buffers())
    plan = table(config, list(targets), packed=are_packed(iter(entries)))
    _check(entries, plan, targets, folder)
    check_room(model, dtype, torch.device(device))
    model.to_empty(device=device)
    model.tie()
    targets = dict(model.named_parameters()) | dict(model.named_buffers())
    with torch.no_grad():
        for name, places in plan.items():
            for place in places:
                _fill(targets[place.parameter], place, name, entries, block=block)
    return model.eval()


def _named(entries: Entries, folder: Path) -> Entries:
    """By names without the prefix of the inner model."""
    found: dict[str, Entry] = {}
    for name, entry in entries.items():
        if (short := bare(name)) in found:
            what = f"two tensors of one name: {found[short].name}, {name}"
            raise CheckpointError(what, where=str(folder))
        found[short] = entry
    return found


def _check_count(config: HybridConfig, entries: Entries, folder: Path) -> None:
    """Before names are made of so many experts as there may be by a config.json alone."""
    if config.moe is None or are_packed(iter(entries)):
        return
    wanted = config.moe.experts * config.pattern.count("E")
    if wanted > len(entries):
        what = f"{wanted} experts by its config.json, and {len(entries)} tensors"
        raise CheckpointError(what, where=str(folder), expected="a tensor of each at least")


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
    faults |= _of_wrong_types(entries, plan)
    told = [f"{kind}: {', '.join(names)}" for kind, names in faults.items() if names]
    if told:
        raise CheckpointError(
            f"tensors do not fit the model of its config.json; {'; '.join(told)}",
            where=str(folder),
        )


def _of_wrong_types(entries: Entries, plan: Table) -> dict[str, list[str]]:
    """Numbers that are none without something that nobody here reads."""
    here = {name: entries[name] for name in sorted(plan) if name in entries}
    strange = [n for n, e in here.items() if e.kind not in FLOATS and not is_8_bit(e.kind)]
    scaled = [n for n, e in here.items() if e.kind in FLOATS and _scale(n, entries) is not None]
    return {
        "of another type": [f"{name} {here[name].kind}" for name in strange],
        "with a scale and more than 8 bits": scaled,
    }


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
    if not is_8_bit(entries[name].kind):
        return found
    scale = _scale(name, entries)
    if scale is None:
        expected = " or ".join(SCALE_ENDINGS)
        raise CheckpointError("8 bits without a scale", where=name, expected=expected)
    return dequantised(found, scale.whole(), where=name, block=block)


def _scale(name: str, entries: Entries) -> Entry | None:
    each = (entries.get(name.removesuffix(".weight") + ending) for ending in SCALE_ENDINGS)
    return next((entry for entry in each if entry is not None), None)


def _block_size(folder: Path) -> tuple[int, int]:
    settings = Settings(str(folder / FILE), read_settings(folder))
    told = settings.group("quantization_config")
    block = told.get("weight_block_size") or list(BLOCK)
    if not isinstance(block, list) or len(block) != 2 or not all(map(_is_size, block)):
        name = "quantization_config.weight_block_size"
        raise settings.wrong(name, block, "two whole numbers above 0")
    return block[0], block[1]


def _is_size(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
