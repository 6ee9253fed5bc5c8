"""How fast the engine answers with a small model on one core, against transformers' generate."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from physai_sim.benches._one_core import one_thread, why_not
from physai_sim.benches.base import Row

if TYPE_CHECKING:
    from policies.planning.hybrid.model import HybridModel

NAME, BAR = "cpu_decode_speedup", 3.0
PROMPT, NEW, ROUNDS = 32, 200, 5
QUICK_NEW, QUICK_ROUNDS = 20, 1


def cpu_decode_speedup(*, quick: bool) -> Row:
    """Tokens per second of one answer, from the same folder, one thread, greedy."""
    if (missing := why_not("torch", "transformers")) is not None:
        return Row(NAME, None, "ratio", BAR, ">=", missing)
    new, rounds = (QUICK_NEW, QUICK_ROUNDS) if quick else (NEW, ROUNDS)
    with one_thread():
        best, alike = _measured(new, rounds)
    ours, plain, theirs = (new / seconds for seconds in best)
    note = (
        f"tiny, float32, {PROMPT} tokens of prompt and {new} drawn, {alike} of them alike: "
        f"{ours:.0f} tokens/s with the engine (compiled step), {plain:.0f} without compiling, "
        f"{theirs:.0f} with generate of transformers {version('transformers')}; "
        f"fastest of {rounds} in turn"
    )
    return Row(NAME, ours / theirs, "ratio", BAR, ">=", note)


def _measured(new: int, rounds: int) -> tuple[list[float], int]:
    """Seconds of the engine compiled and not, and of generate; tokens that are alike."""
    import torch

    from policies.planning.hybrid.checkpoints.loading import from_pretrained

    prompt = torch.randint(1, 500, (PROMPT,), generator=torch.Generator().manual_seed(0)).tolist()
    witness = _witness()
    with tempfile.TemporaryDirectory(prefix="physai_bench_") as folder:
        witness.save_pretrained(folder)
        model = from_pretrained(folder)
    runs = [_engine(model, compiled=True), _engine(model, compiled=False), _generate(witness)]
    said = [run(prompt, new) for run in runs]  # compiles, and warms all up
    best = [float("inf")] * len(runs)
    for _ in range(rounds):
        for place, run in enumerate(runs):
            began = time.perf_counter()
            run(prompt, new)
            best[place] = min(best[place], time.perf_counter() - began)
    return best, sum(a == b == c for a, b, c in zip(*said, strict=True))


def _witness() -> Any:
    import torch

    from physai_sim.benches._hybrid_peer import settings
    from physai_sim.benches._hybrid_witness import without_floor
    from policies.planning.hybrid.presets import preset

    config = preset("tiny")
    # Its settings are checked when they are given, not by types.
    library: Any = import_module("transformers")
    torch.manual_seed(0)
    given = settings(config) | {"intermediate_size": config.mlp_width}
    return without_floor(library.NemotronHForCausalLM(library.NemotronHConfig(**given)))


def _generate(witness: Any) -> Callable[[list[int], int], list[int]]:
    import torch

    @torch.no_grad()
    def run(prompt: list[int], new: int) -> list[int]:
        tokens = torch.tensor([prompt])
        out = witness.generate(
            tokens,
            attention_mask=torch.ones_like(tokens),
            max_new_tokens=new,
            min_new_tokens=new,
            do_sample=False,
            use_cache=True,
            pad_token_id=0,
        )
        said: list[int] = out[0, len(prompt) :].tolist()
        return said

    return run


def _engine(model: HybridModel, *, compiled: bool) -> Callable[[list[int], int], list[int]]:
    from policies.planning.hybrid.engine.engine import Engine, EngineOptions
    from policies.planning.hybrid.engine.request import Request, Sampling
    from policies.planning.hybrid.state.pools import StatePool
    from policies.planning.hybrid.state.sizes import PoolSizes

    pool = StatePool(model.config, PoolSizes(1, 16, max_pages=16))
    engine = Engine(model, pool, EngineOptions(compiled=compiled))

    def run(prompt: list[int], new: int) -> list[int]:
        ticket = engine.submit(Request(tuple(prompt), new, Sampling(), frozenset()))
        return [event.token for event in ticket.events() if event.token is not None]

    return run
