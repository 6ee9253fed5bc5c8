"""The loop: draw, pack, step, balance, note, save; after a kill it goes on to the same bits."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from physai_sim.core.errors import ConfigError
from physai_sim.training.hybrid import checkpoint
from physai_sim.training.hybrid.optimisers import Kind, optimisers, set_rate
from physai_sim.training.hybrid.packing import Packed, in_budget, pack
from physai_sim.training.hybrid.progress import Progress
from physai_sim.training.hybrid.tasks import HELD_OUT, examples
from policies.planning.hybrid.loss import Balancer, next_token_loss, targets
from policies.planning.hybrid.model import HybridModel

CLIP = 1.0
JUDGED_BY = 200


@dataclass(frozen=True, slots=True)
class Settings:
    """What is learned, and how.

    Args:
        task: See `tasks`.
        steps: In all.
        tokens: Of each step, at most.
        rate: Highest rate of the optimisers; it rises for `warmup` steps and falls to a tenth.
        warmup: Steps until the highest rate.
        optimiser: What moves the matrices.
        balance: What a router's bias moves in a step.
        seed: Of all that is drawn.
        note_every: Steps between rows of the curve.
    """

    task: str
    steps: int
    tokens: int = 1024
    rate: float = 3e-3
    warmup: int = 20
    optimiser: Kind = "adamw"
    balance: float = 1e-2
    seed: int = 0
    note_every: int = 10

    def rate_at(self, step: int) -> float:
        """Rate of a step, by a cosine after the warm-up."""
        if step < self.warmup:
            return self.rate * (step + 1) / self.warmup
        share = (step - self.warmup) / max(self.steps - self.warmup, 1)
        return self.rate * (0.1 + 0.45 * (1.0 + math.cos(math.pi * min(share, 1.0))))


@dataclass(frozen=True, slots=True)
class Saving:
    """Where a training is saved.

    Args:
        path: Of the checkpoint.
        every: Steps that a kill may cost.
        resume: Whether to go on from there.
        on_note: Told of each row.
    """

    path: Path | None = None
    every: int = 100
    resume: bool = False
    on_note: Callable[[Progress], None] = lambda progress: None


def train(model: HybridModel, settings: Settings, saving: Saving | None = None) -> Progress:
    """Learn until all steps are done, or go on from where a checkpoint stands.

    Raises:
        ConfigError: If the loss is no number: what is learned then is nothing.
        CheckpointError: If there is nothing whole to resume from.
        MachineError: If a checkpoint cannot be written.
    """
    saving = saving or Saving()
    made = optimisers(model, settings.optimiser, lr=settings.rate)
    progress = Progress()
    if saving.resume and saving.path is not None:
        progress = checkpoint.load(saving.path, model, made)
    model.train()
    with Balancer(model, rate=settings.balance) as balancer:
        while progress.step < settings.steps:
            _step(model, made, balancer, settings, progress)
            if progress.step % settings.note_every == 0:
                saving.on_note(progress)
            due = progress.step % saving.every == 0 or progress.step == settings.steps
            if saving.path is not None and due:
                checkpoint.save(saving.path, model, made, progress)
    model.eval()
    return progress


def _step(
    model: HybridModel,
    made: list[torch.optim.Optimizer],
    balancer: Balancer,
    settings: Settings,
    progress: Progress,
) -> None:
    began = time.perf_counter()
    set_rate(made, settings.rate_at(progress.step))
    step = _drawn(settings, f"step/{progress.step}", model)
    logits = model.logits(model.hidden(step.batch))
    loss = next_token_loss(logits, step.batch, step.counted)
    loss.backward()
    slope = torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    value = float(loss.detach())
    # Before anything is moved by it, or saved over what was good.
    if not (math.isfinite(value) and math.isfinite(float(slope))):
        got = f"loss {value}, gradient {float(slope)}"
        raise ConfigError("the loss is no number", where=f"step {progress.step}", got=got)
    for optimiser in made:
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
    imbalance = balancer.imbalance()
    balancer.step()
    progress.step += 1
    progress.seconds += time.perf_counter() - began
    if progress.step % settings.note_every == 0:
        right = _right(logits, step)
        progress.rows.append((progress.step, progress.seconds, value, right, imbalance))


def accuracy(model: HybridModel, settings: Settings, *, count: int = JUDGED_BY) -> float:
    """Share of answers' tokens that are right on examples that are never learned from."""
    step = _drawn(settings, HELD_OUT, model, count=count)
    with torch.no_grad():
        return _right(model.logits(model.hidden(step.batch)), step)


def _drawn(settings: Settings, part: str, model: HybridModel, count: int | None = None) -> Packed:
    many = count or settings.tokens // 4
    drawn = examples(settings.task, seed=settings.seed, part=part, count=many)
    device = model.embeddings.weight.device
    return pack(drawn if count else in_budget(drawn, settings.tokens), device)


def _right(logits: torch.Tensor, step: Packed) -> float:
    asked, target = targets(step.batch, step.counted)
    return float((logits[asked].argmax(-1) == target).float().mean())
