"""LPIPS, where somebody has installed it: a learned distance of pictures."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

from physai_sim.core.errors import MachineError
from physai_sim.generation.physics.diversity import Distance
from physai_sim.generation.physics.likeness import Frames


def lpips_distance() -> Distance:
    """The distance of Zhang et al. (2018), "The unreasonable effectiveness of deep features".

    Raises:
        MachineError: If the package `lpips`, torch or the network's weights are missing.
    """
    try:
        model: Any = importlib.import_module("lpips").LPIPS(net="vgg", verbose=False)
        torch: Any = importlib.import_module("torch")
    except (ImportError, OSError) as error:
        what = f"LPIPS cannot be used here: {error}"
        raise MachineError(what, expected="`pip install lpips`, with its weights") from None

    def tensor(frames: Frames) -> Any:
        scaled = frames.astype(np.float32).transpose(0, 3, 1, 2) / np.float32(127.5)
        return torch.from_numpy(scaled - np.float32(1.0))

    def distance(a: Frames, b: Frames) -> float:
        with torch.no_grad():
            return float(model(tensor(a), tensor(b)).mean())

    return distance
