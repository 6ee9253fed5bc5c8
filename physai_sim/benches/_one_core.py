"""What benches need that measure ours beside another package's on one core."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec


def why_not(*packages: str) -> str | None:
    """The note of a row that needs packages of which one is not installed; None: all are."""
    for package in packages:
        if find_spec(package) is None:
            return f"not run: {package} is not installed (make setup-planner)"
    return None


@contextmanager
def one_thread() -> Iterator[None]:
    """Torch computes in one thread meanwhile."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
