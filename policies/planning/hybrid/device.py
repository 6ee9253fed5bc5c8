"""Where a model is computed, by the name of it."""

from __future__ import annotations

import torch

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
