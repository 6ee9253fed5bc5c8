"""Decode on a card: against its memory, itself at 1M, another family, and transformers.

Each measurement makes its model, and leaves the card as it was.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping

import torch

from physai_sim.benches import _hybrid_bytes as amounts
from physai_sim.benches import _hybrid_card as card
from physai_sim.benches._hybrid_peer import PROMPT, Peer
from policies.planning.hybrid.config import HybridConfig
from policies.planning.hybrid.presets import preset

OURS, OTHER = "nano-30b-a3b", "qwen3-30b-a3b"
SHORT, LONG = 16_384, 1_000_000
# 8K in and 16K out: decode goes from the one to the sum of both.
CONTEXTS = tuple(1024 * k for k in (8, 12, 16, 20, 24))
RESERVED = 6 * 2**30  # for all that is not weights and states
Found = tuple[str, float, str]


def alone(times: int) -> Iterator[Found]:
    """Against the bound of the card, against itself at 1M, and against the other family.

    Args:
        times: Steps of each measurement.

    Yields:
        Row, value and note.
    """
    speed, config = card.bandwidth(), preset(OURS)
    _clear()
    model = card.large_model(config)
    for batch in (1, 32):
        steps = card.Steps(model, batch, SHORT)
        yield _bound(f"gpu_bound_b{batch}", config, batch, steps.seconds(SHORT, times), speed)
        del steps
        _clear()
    steps = card.Steps(model, 1, LONG)
    far, near = steps.seconds(LONG, times), steps.seconds(SHORT, times)
    told = f"{far * 1e3:.2f} ms at {LONG} tokens, {near * 1e3:.2f} at {SHORT}; batch 1, bfloat16"
    yield "gpu_1m_vs_16k", far / near, told
    del steps
    _clear()
    batch = _most(config)
    ours = _over_contexts(card.Steps(model, batch, CONTEXTS[-1]), times)
    yield _bound("gpu_bound_max", config, batch, ours[SHORT], speed)
    del model
    _clear()
    yield _against_qwen3(batch / _mean(ours), batch, times)


def _bound(name: str, config: HybridConfig, batch: int, took: float, speed: float) -> Found:
    """The share of the bound that a step reaches."""
    moved = amounts.step_bytes(config, batch, SHORT)
    note = (
        f"{OURS}, random weights, bfloat16, batch {batch}, {SHORT} tokens each: "
        f"{took * 1e3:.2f} ms a step, {moved / 1e9:.1f} GB to move; "
        f"a copy on this card moves {speed / 1e12:.2f} TB/s"
    )
    return name, moved / speed / took, note


def _against_qwen3(ours: float, batch: int, times: int) -> Found:
    config = preset(OTHER)
    model = card.large_model(config)
    most = _most(config)
    theirs = most / _mean(_over_contexts(card.Steps(model, most, CONTEXTS[-1]), times))
    del model
    _clear()
    note = (
        f"{ours:.0f} tokens/s at batch {batch} over {theirs:.0f} at {most}, one engine, "
        f"bfloat16; step times over contexts {', '.join(str(c) for c in CONTEXTS)}"
    )
    return "gpu_vs_qwen3", ours / theirs, note


def _over_contexts(steps: card.Steps, times: int) -> dict[int, float]:
    return {context: steps.seconds(context, times) for context in CONTEXTS}


def _mean(seconds: Mapping[int, float]) -> float:
    """Mean step time over evenly spaced contexts, by the trapezoid rule [s]."""
    values = list(seconds.values())
    return (sum(values) - 0.5 * (values[0] + values[-1])) / (len(values) - 1)


def against_transformers(times: int) -> Iterator[Found]:
    """Steps of both at a short context, since its prefill takes no long one.

    Args:
        times: Steps of each measurement.

    Yields:
        Row, value and note.
    """
    config, batches = preset(OURS), (1, 32)
    model, ours = card.large_model(config), {}
    for batch in batches:
        ours[batch] = card.Steps(model, batch, 2 * PROMPT).seconds(PROMPT, times)
        _clear()
    del model
    _clear()
    peer = Peer(config)
    for batch in batches:
        theirs = peer.seconds(batch, max(3, times // 3))
        note = (
            f"{theirs * 1e3:.1f} ms a step over {ours[batch] * 1e3:.2f}, batch {batch}, "
            f"{PROMPT} tokens each, bfloat16"
        )
        yield f"gpu_vs_transformers_b{batch}", theirs / ours[batch], note


def _most(config: HybridConfig) -> int:
    """Sequences that fit beside the weights, at their longest."""
    free, _ = torch.cuda.mem_get_info()
    return amounts.most_sequences(config, free - RESERVED, CONTEXTS[-1])


def _clear() -> None:
    gc.collect()
    torch.cuda.empty_cache()
