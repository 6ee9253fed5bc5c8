"""A model that sees judges a clip: Cosmos-Reason2, or any other Qwen3-VL checkpoint."""

from __future__ import annotations

from pathlib import Path

from physai_sim.generation.critics.base import Critic, Critique
from physai_sim.generation.critics.language import prompts
from physai_sim.generation.critics.language.answers import read_answer
from physai_sim.generation.critics.language.checkpoint import Checkpoint
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth


class Reason2(Critic):
    """A vision-language model looks at the frames alone, reasons, and gives a number.

    Its opinion is a proxy and no truth: `physai critic calibrate` says what it is worth.

    Args:
        model: Folder of a Qwen3-VL checkpoint; nothing is downloaded.
        seed: Of the draws of its words.

    Raises:
        ConfigError: If there is no such checkpoint.
        MachineError: If transformers or torch is missing.
    """

    name = "reason2"
    needs_truth = False
    needs_model = True

    def __init__(self, model: Path, *, seed: int = 0) -> None:
        self._checkpoint, self._seed = Checkpoint(model), seed

    def judge(self, clip: Clip, truth: Truth | None, prompt: str = "") -> Critique:
        """See the base; an answer that cannot be read gives no score, and the reason says why."""
        del truth
        question = prompts.plausibility(prompt)
        text = self._checkpoint.ask(question, clip.frames, hz=clip.hz, seed=self._seed)
        answer = read_answer(text)
        reasons = (answer.trouble,) if answer.trouble is not None else ()
        facts = {"said": answer.said, "seed": self._seed}
        return Critique(answer.score, reasons, answer.thoughts, facts)
