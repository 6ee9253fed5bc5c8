"""What a server serves: weights with their tokenizer and template, from a folder or drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch

from physai_sim.core.errors import CheckpointError, UnknownNameError
from policies.planning.hybrid.checkpoints.loading import from_pretrained
from policies.planning.hybrid.device import check_room
from policies.planning.hybrid.initial import initialise
from policies.planning.hybrid.model import HybridModel
from policies.planning.hybrid.presets import preset
from policies.planning.hybrid.serving.chat_template import render
from policies.planning.hybrid.serving.file_template import template_of
from policies.planning.hybrid.serving.tokenizer import ByteTokenizer, FileTokenizer, Tokenizer

# Of weights and windows; of states of Mamba-2; of keys and values.
DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}
STATE_DTYPES = {"float32": torch.float32, "float16": torch.float16}
KV_DTYPES = DTYPES | {"float8": torch.float8_e4m3fn}


@dataclass(frozen=True, slots=True)
class Served:
    """A model that can be asked."""

    model: HybridModel
    tokenizer: Tokenizer
    template: Callable[..., str]


def load(folder: Path, *, dtype: torch.dtype, device: torch.device) -> Served:
    """A folder as transformers writes it, with `tokenizer.json`.

    Raises:
        CheckpointError: If a file is missing, cannot be read or does not fit.
        ConfigError: If sizes do not fit together.
    """
    if not folder.is_dir():
        expected = "one as transformers writes it"
        raise CheckpointError("no such folder", where=str(folder), expected=expected)
    words = folder / "tokenizer.json"
    if not words.is_file():
        raise CheckpointError("no such file", where=str(words), expected="a tokenizer")
    template = template_of(folder) or render
    model = from_pretrained(folder, dtype=dtype, device=device)
    return Served(model, FileTokenizer(words, model.config.vocab_size), template)


def draw(name: str, seed: int, *, dtype: torch.dtype, device: torch.device) -> Served:
    """A model of a preset's sizes with random weights, which reads and writes bytes.

    Raises:
        UnknownNameError: If there is no such preset.
        ConfigError: If its weights do not fit into memory.
    """
    config = preset(name)
    tokenizer = ByteTokenizer(config.vocab_size)
    check_room(HybridModel(config, dtype=dtype, device=torch.device("meta")), dtype, device)
    model = HybridModel(config, dtype=dtype, device=device)
    initialise(model, seed)
    return Served(model.eval(), tokenizer, render)


def dtype_of(name: str, known: Mapping[str, torch.dtype], *, where: str) -> torch.dtype:
    """A type by its name.

    Raises:
        UnknownNameError: If there is none.
    """
    if name not in known:
        raise UnknownNameError("unknown type", where=where, got=name, known=known)
    return known[name]
