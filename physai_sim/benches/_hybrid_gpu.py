"""How near decode comes to what a card's memory allows, and how it stands against others."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec

from physai_sim.benches.base import Row

BARS: Mapping[str, tuple[float, str]] = {
    "gpu_bound_b1": (0.6, ">="),
    "gpu_bound_b32": (0.6, ">="),
    "gpu_bound_max": (0.5, ">="),
    "gpu_vs_qwen3": (6.0, ">="),
    "gpu_1m_vs_16k": (2.0, "<="),
    "gpu_vs_transformers_b1": (5.0, ">="),
    "gpu_vs_transformers_b32": (5.0, ">="),
}
# What a card of the H200's class has: its generation, and memory for 31.6 B weights and states.
GENERATION, LEAST_BYTES = (9, 0), 130 * 2**30


def gpu_rows(*, quick: bool) -> list[Row]:
    """All rows that need a card; null with the reason where there is none.

    Args:
        quick: Fewer steps.
    """
    reason = _why_not()
    if reason is not None:
        return [_row(name, None, reason) for name in BARS]
    from physai_sim.benches import _hybrid_gpu_runs as runs

    times = 5 if quick else 30
    found = [*runs.alone(times), *runs.against_transformers(times)]
    return [_row(*one) for one in found]


def _row(name: str, value: float | None, note: str) -> Row:
    bar, op = BARS[name]
    share = "share" if name.startswith("gpu_bound") else "ratio"
    return Row(name, value, share, bar, "<=" if op == "<=" else ">=", note)


def _why_not() -> str | None:
    """Why these rows cannot be run here; None if they can."""
    if find_spec("torch") is None:
        return "not run: torch is not installed (make setup-planner)"
    import torch

    if not torch.cuda.is_available():
        return "not run: there is no card here"
    for package, extra in (("transformers", "critic"), ("triton", "kernels")):
        if find_spec(package) is None:
            return f"not run: {package} is not installed (pip install 'physai_sim[{extra}]')"
    found = torch.cuda.get_device_properties(0)
    if (found.major, found.minor) < GENERATION or found.total_memory < LEAST_BYTES:
        size = found.total_memory / 2**30
        return f"not run: {found.name} with {size:.0f} GiB is not of the H200's class"
    return None
