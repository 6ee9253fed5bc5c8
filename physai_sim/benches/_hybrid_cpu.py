"""How fast a Mamba-2 layer takes in a prompt on one core, against transformers' fallback."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

from physai_sim.benches._one_core import one_thread, why_not
from physai_sim.benches.base import Row

NAME, BAR = "cpu_mamba_layer_speedup", 4.0
TOKENS, ROUNDS, QUICK_ROUNDS = 1_000, 9, 3


def cpu_mamba_layer_speedup(*, quick: bool) -> Row:
    """Nano's sizes, what stands between the two projections, one thread, float32.

    Why not the projections too: they are the same two products in both, and take longer than all
    that differs; the note tells of the whole layer.
    """
    if (missing := why_not("torch", "transformers")) is not None:
        return Row(NAME, None, "ratio", BAR, ">=", missing)
    with one_thread():
        inner, whole = _measured(QUICK_ROUNDS if quick else ROUNDS)
    note = (
        f"{TOKENS} tokens through one layer of nano-30b-a3b's sizes, one thread, float32, without "
        f"its two projections: {inner[0]:.0f} ms for {inner[1]:.0f} ms; with them "
        f"{whole[0]:.0f} ms for {whole[1]:.0f} ms ({whole[1] / whole[0]:.1f}); fastest of "
        f"{QUICK_ROUNDS if quick else ROUNDS} in turn; not compiled"
    )
    return Row(NAME, inner[1] / inner[0], "ratio", BAR, ">=", note)


def _measured(rounds: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Milliseconds of ours and of the fallback, without and with the projections."""
    import torch

    from policies.planning.hybrid.batch import packed
    from policies.planning.hybrid.layers.mamba import MambaMixer
    from policies.planning.hybrid.presets import preset

    config, mamba = preset("nano-30b-a3b"), preset("nano-30b-a3b").mamba
    assert mamba is not None, "the preset has Mamba-2 blocks"
    # Its settings are checked when they are given, not by types.
    library: Any = import_module("transformers.models.nemotron_h")
    theirs = library.modeling_nemotron_h.NemotronHMamba2Mixer(
        library.NemotronHConfig(
            hidden_size=config.hidden_size,
            layers_block_type=["linear_attention"],
            mamba_num_heads=mamba.heads,
            mamba_head_dim=mamba.head_dim,
            ssm_state_size=mamba.state,
            n_groups=mamba.groups,
            chunk_size=mamba.chunk,
        ),
        layer_idx=0,
    ).eval()
    theirs.time_step_limit = (0.0, float("inf"))
    ours = MambaMixer(replace(config, pattern="M"), dtype=torch.float32, device=None).eval()
    ours.load_state_dict(theirs.state_dict())
    x, batch = torch.randn(TOKENS, config.hidden_size), packed([[0] * TOKENS])
    with torch.no_grad():
        whole = _in_turn(lambda: ours(x, batch, None), lambda: theirs(x[None]), rounds)
        projected = ours.in_proj(x)
        for mixer in (ours, theirs):
            setattr(mixer, "in_proj", torch.nn.Identity())  # noqa: B010 - its type is another
            setattr(mixer, "out_proj", torch.nn.Identity())  # noqa: B010
        inner = _in_turn(
            lambda: ours(projected, batch, None), lambda: theirs(projected[None]), rounds
        )
    return inner, whole


def _in_turn(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Fastest of each [ms], measured in turn, so that a busy machine slows both."""
    best = [float("inf"), float("inf")]
    for _ in range(rounds + 1):
        for place, run in enumerate((ours, theirs)):
            began = time.perf_counter()
            run()
            best[place] = min(best[place], (time.perf_counter() - began) * 1e3)
    return best[0], best[1]
