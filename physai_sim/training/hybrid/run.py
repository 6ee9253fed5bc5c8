"""A training of a language model as a folder: run.json, checkpoint, curve, figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from physai_sim.core.errors import OutputError
from physai_sim.core.output import MARK, Mode, prepare_folder, write_json
from physai_sim.evaluation.run_record import RunRecord
from physai_sim.training.hybrid.curve import draw_curve
from physai_sim.training.hybrid.loop import Saving, Settings, accuracy, train
from physai_sim.training.hybrid.progress import Progress
from physai_sim.training.hybrid.tasks import VOCAB
from policies.planning.hybrid.config import (
    AttentionConfig,
    HybridConfig,
    MambaConfig,
    MoeConfig,
)
from policies.planning.hybrid.initial import initialise
from policies.planning.hybrid.model import HybridModel

PATTERN = "M*M*E"
# Matrices of this width begin larger than those of a large model.
SPREAD = 0.05


def learner(pattern: str) -> HybridConfig:
    """A model that learns the synthetic tasks in half a minute on one core."""
    return HybridConfig(
        vocab_size=VOCAB,
        hidden_size=64,
        pattern=pattern,
        mamba=MambaConfig(heads=4, head_dim=32, state=16, groups=1, conv_kernel=4, chunk=32),
        attention=AttentionConfig(heads=4, kv_heads=2, head_dim=16),
        moe=MoeConfig(experts=4, top_k=2, width=64, shared_width=64, scale=2.5),
        mlp_width=128,
    )


@dataclass(frozen=True, slots=True)
class HybridRun:
    """What is trained, and where it goes.

    Args:
        config: Sizes.
        settings: What is learned, and how.
        out: Folder for everything.
        mode: What to do if the folder is not empty.
        device: Where it is computed.
    """

    config: HybridConfig
    settings: Settings
    out: Path
    mode: Mode = "new"
    device: str = "cpu"

    def go(self, on_note: Callable[[Progress], None] = lambda progress: None) -> str:
        """Train, judge on examples that were not learned from, and write everything.

        Returns:
            What came of it, in one line.

        Raises:
            OutputError: If the folder must not be used, or holds another training.
            CheckpointError: If there is nothing whole to resume from.
        """
        prepare_folder(self.out, self.mode)
        self._refuse_another()
        with RunRecord(self.out, self._facts()):
            model = HybridModel(self.config, device=torch.device(self.device))
            initialise(model, self.settings.seed, spread=SPREAD)
            path = self.out / "checkpoint.safetensors"
            resume = self.mode == "resume" and path.is_file()
            progress = train(model, self.settings, Saving(path, resume=resume, on_note=on_note))
            return self._judged(model, progress)

    def _judged(self, model: HybridModel, progress: Progress) -> str:
        held_out = accuracy(model, self.settings)
        title = f"{self.settings.task} by {self.config.pattern}, seed {self.settings.seed}"
        progress.write_csv(self.out / "curve.csv")
        draw_curve(self.out / "curve.png", progress, title=title, held_out=held_out)
        figures = {
            "schema": 1,
            "steps": progress.step,
            "seconds": round(progress.seconds, 3),
            "accuracy": held_out,
        }
        write_json(self.out / "training.json", figures)
        return (
            f"{title}: {held_out:.3f} of held-out answers' tokens right after {progress.step} "
            f"steps in {progress.seconds:.0f} s"
        )

    def _facts(self) -> dict[str, object]:
        return {"model": asdict(self.config), "settings": asdict(self.settings)}

    def _refuse_another(self) -> None:
        """A checkpoint goes on as it began, so all must be as it began with."""
        mark = self.out / MARK
        if self.mode != "resume" or not mark.is_file():
            return
        try:
            earlier = json.loads(mark.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise OutputError(f"cannot be read: {error}", where=str(mark)) from None
        if not isinstance(earlier, dict):
            raise OutputError("no record of a training", where=str(mark))
        for part, now in self._facts().items():
            if earlier.get(part) != json.loads(json.dumps(now)):
                raise OutputError(
                    f"the training in this folder has another {part}, so it cannot be resumed",
                    where=str(self.out),
                    got=now,
                    expected=repr(earlier.get(part)),
                )
