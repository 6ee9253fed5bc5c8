"""Named streams of random numbers: drawing more from one leaves the others as they were."""

from __future__ import annotations

import hashlib

import numpy as np


def stream(seed: int, name: str) -> np.random.Generator:
    """A generator that depends on `seed` and `name` alone.

    Args:
        seed: Seed of the episode, a non-negative integer.
        name: What the numbers are for, for example "task" or "sensor/front_camera".

    Returns:
        A fresh PCG64 generator; equal arguments give equal numbers on every machine.
    """
    digest = hashlib.sha256(name.encode()).digest()
    words = np.frombuffer(digest[:16], dtype="<u4").tolist()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))
