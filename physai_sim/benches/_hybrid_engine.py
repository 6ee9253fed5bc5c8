"""What the engine holds for each sequence, and how fast it decodes."""

from __future__ import annotations

from importlib.util import find_spec

from physai_sim.benches.base import Row

LONG = 1_000_000


def engine_rows(*, quick: bool) -> list[Row]:
    """`cpu_decode_speedup`, `state_1m_gb`, `fork_24k_ms` and `second_turn_prefill`.

    Args:
        quick: Fewer tokens; nothing here takes long yet.
    """
    missing = "not run: nothing times the engine yet"
    return [
        Row("cpu_decode_speedup", None, "ratio", 3.0, ">=", missing),
        _state(),
        Row("fork_24k_ms", None, "ms", 1.0, "<=", missing),
        Row("second_turn_prefill", None, "ratio", 1.0, "==", missing),
    ]


def _state() -> Row:
    value, note = None, "not run: torch is not installed (make setup-planner)"
    if find_spec("torch") is not None:
        from physai_sim.benches._hybrid_bytes import state_bytes
        from policies.planning.hybrid.presets import preset

        value = state_bytes(preset("nano-30b-a3b"), LONG) / 1e9
        note = f"counted: nano-30b-a3b at {LONG} tokens, bfloat16, states in float32"
    return Row("state_1m_gb", value, "GB", 6.5, "<=", note)
