"""Whether the hybrid model is exact, how fast it is, and what it holds for each sequence."""

from __future__ import annotations

from physai_sim.benches._hybrid_cpu import cpu_mamba_layer_speedup
from physai_sim.benches._hybrid_engine import engine_rows
from physai_sim.benches._hybrid_exact import exact_rows
from physai_sim.benches._hybrid_gpu import gpu_rows
from physai_sim.benches.base import Row

ORDER = (
    "logits_vs_float64",
    "logits_vs_transformers",
    "cpu_mamba_layer_speedup",
    "cpu_decode_speedup",
    "gpu_bound_b1",
    "gpu_bound_b32",
    "gpu_bound_max",
    "gpu_vs_qwen3",
    "gpu_1m_vs_16k",
    "state_1m_gb",
    "gpu_vs_transformers_b1",
    "gpu_vs_transformers_b32",
    "fork_24k_ms",
    "second_turn_prefill",
)


class Hybrid:
    """The model, its engine, and its kernels where there is a card for them."""

    def run(self, *, quick: bool) -> list[Row]:
        """See `Bench`."""
        rows = [
            *exact_rows(quick=quick),
            cpu_mamba_layer_speedup(quick=quick),
            *engine_rows(quick=quick),
            *gpu_rows(quick=quick),
        ]
        return sorted(rows, key=lambda row: ORDER.index(row.name))
