"""What the engine holds for each sequence, and what a second turn and a copy cost."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

from physai_sim.benches._hybrid_decode import cpu_decode_speedup
from physai_sim.benches.base import Row

if TYPE_CHECKING:
    import torch

    from policies.planning.hybrid.engine.request import Request
    from policies.planning.hybrid.state.pools import StatePool

Sense = Literal["<=", ">=", "=="]
LONG, COPIED = 1_000_000, 24_000
TURN, SUFFIX, ANSWER, BUDGET = 300, 75, 8, 64
BARS: dict[str, tuple[str, float, Sense]] = {
    "state_1m_gb": ("GB", 6.5, "<="),
    "fork_24k_ms": ("ms", 1.0, "<="),
    "second_turn_prefill": ("ratio", 1.0, "=="),
}


def engine_rows(*, quick: bool) -> list[Row]:
    """`cpu_decode_speedup`, `state_1m_gb`, `fork_24k_ms` and `second_turn_prefill`.

    Args:
        quick: Fewer tokens where speed is measured.
    """
    return [cpu_decode_speedup(quick=quick), *_held()]


def _held() -> list[Row]:
    if find_spec("torch") is None:
        note = "not run: torch is not installed (make setup-planner)"
        return [_row(name, None, note) for name in BARS]
    return [_state(), _fork(), _second_turn()]


def _row(name: str, value: float | None, note: str) -> Row:
    unit, bar, sense = BARS[name]
    return Row(name, value, unit, bar, sense, note)


def _state() -> Row:
    from policies.planning.hybrid.state.sizes import held_bytes

    value = held_bytes(_nano_pool(LONG, 1, "meta")) / 1e9
    note = f"a pool of nano-30b-a3b for one sequence of {LONG} tokens, bfloat16, states in float32"
    return _row("state_1m_gb", value, note)


def _nano_pool(tokens: int, slots: int, device: str) -> StatePool:
    import torch

    from policies.planning.hybrid.presets import preset
    from policies.planning.hybrid.state.pools import StatePool
    from policies.planning.hybrid.state.sizes import PoolSizes

    pages = -(-tokens // 16)
    sizes = PoolSizes(slots, pages + slots, page_size=16, max_pages=pages)
    config = preset("nano-30b-a3b")
    return StatePool(config, sizes, dtype=torch.bfloat16, device=device)


def _fork() -> Row:
    import torch

    on_card = torch.cuda.is_available()
    device = "cuda" if on_card else "cpu"
    milliseconds = _fork_ms(device)
    told = f"{COPIED} tokens of nano-30b-a3b: whole pages are shared, states and a page copied"
    if on_card:
        return _row("fork_24k_ms", milliseconds, f"{told}; {torch.cuda.get_device_name()}")
    note = f"not run: no card; on this processor {milliseconds:.1f} ms for {told}"
    return _row("fork_24k_ms", None, note)


def _fork_ms(device: str) -> float:
    """Median of ten [ms]; the copy is held to the bits of the original."""
    import torch

    pool, wait = _nano_pool(COPIED, 2, device), _waiter(device)
    slot, times = pool.alloc(), []
    pool.extend(slot, COPIED - 7)
    torch.manual_seed(0)
    for tensor in (*pool.rows, *pool.kv):
        tensor.normal_()
    for _ in range(10):
        wait()
        began = time.perf_counter()
        copy = pool.fork(slot)
        wait()
        times.append((time.perf_counter() - began) * 1e3)
        _check(pool, slot, copy)
        pool.free(copy)
    return sorted(times)[len(times) // 2]


def _check(pool: StatePool, slot: int, copy: int) -> None:
    """Refuse to time a copy that is not one."""
    import torch

    pages = [pool.page_table[one, : pool.pages_for(COPIED - 7)].long() for one in (slot, copy)]
    pairs = [(rows[slot], rows[copy]) for rows in pool.rows]
    pairs += [(kv[:, pages[0]], kv[:, pages[1]]) for kv in pool.kv]
    if not all(torch.equal(one, other) for one, other in pairs):
        raise AssertionError("a copy must be exact")


def _waiter(device: str) -> Callable[[], None]:
    import torch

    return torch.cuda.synchronize if device == "cuda" else lambda: None


def _second_turn() -> Row:
    from policies.planning.hybrid.engine.request import Request, Sampling

    first = list(range(1, TURN + 1))
    second = [*first, *range(TURN, TURN - SUFFIX, -1)]
    asked = [
        Request((*first, 0), ANSWER, Sampling(), frozenset(), (), (TURN,)),
        Request(tuple(second), ANSWER, Sampling(), frozenset(), (), (TURN, len(second) - 1)),
    ]
    (warm, prefilled), (cold, _) = _answered(asked), _answered(asked[1:])
    ratio = prefilled / SUFFIX if _same(warm, cold) else float("nan")
    note = (
        f"tiny, float32: {prefilled} tokens taken in for {SUFFIX} new ones after a turn of "
        f"{TURN}; all logits of the answer have the bits of an engine that knew no first turn"
    )
    return _row("second_turn_prefill", ratio, note)


def _same(warm: list[torch.Tensor], cold: list[torch.Tensor]) -> bool:
    import torch

    pairs = zip(warm[-ANSWER:], cold[-ANSWER:], strict=True)
    return all(torch.equal(one, other) for one, other in pairs)


def _answered(requests: list[Request]) -> tuple[list[torch.Tensor], int]:
    """Logits of all steps, and prompt tokens that the last request took in."""
    from physai_sim.benches._hybrid_exact import drawn
    from policies.planning.hybrid.engine.engine import Engine, EngineOptions
    from policies.planning.hybrid.presets import preset
    from policies.planning.hybrid.state.pools import StatePool
    from policies.planning.hybrid.state.sizes import PoolSizes

    config, seen = preset("tiny"), []
    import torch

    torch.manual_seed(0)
    model = drawn(config, 0.0)
    plain = model.logits

    def logits(hidden: torch.Tensor) -> torch.Tensor:
        seen.append(plain(hidden))
        return seen[-1]

    setattr(model, "logits", logits)  # noqa: B010 - a method of the class
    engine = Engine(model, StatePool(config, PoolSizes(2, 64)), EngineOptions(budget=BUDGET))
    before = 0
    for request in requests:
        before = engine.stats()["prefilled"]
        for _ in engine.submit(request).events():
            pass
    prefilled = engine.stats()["prefilled"] - before
    engine.close()
    return seen, prefilled
