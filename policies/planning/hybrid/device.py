"""Where a model is computed, by the name of it."""

from __future__ import annotations

import os

import torch
from torch import nn

from physai_sim.core.errors import ConfigError


def device_of(name: str) -> torch.device:
    """A device of this machine; a card is made the one that kernels and graphs run on.

    Raises:
        ConfigError: If it has none such.
    """
    try:
        device = torch.device(name)
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError) as error:
        what = f"no such device here ({str(error).splitlines()[0]})"
        raise ConfigError(what, where="--device", got=name, expected="cpu, or cuda") from error
    if device.type == "cuda":
        torch.cuda.set_device(device)
    if device.type == "meta":
        raise ConfigError("it computes nothing", where="--device", got=name)
    return device


def check_room(model: nn.Module, dtype: torch.dtype, device: torch.device) -> None:
    """Refuse weights for which a machine has too little memory, before any of it is taken.

    Args:
        model: On the meta device.
        dtype: Of most of its weights.
        device: Where they are to go.

    Raises:
        ConfigError: If they are larger than all that there is.
    """
    wanted = sum(weight.numel() for weight in model.parameters()) * dtype.itemsize
    if device.type == "cuda":
        whole = torch.cuda.get_device_properties(device).total_memory
    else:
        whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if wanted > whole:
        got, expected = f"{wanted / 2**30:.0f} GiB", f"at most the {whole / 2**30:.0f} GiB here"
        raise ConfigError("weights that do not fit", where=str(device), got=got, expected=expected)
