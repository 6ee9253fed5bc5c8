"""Scores a clip by the physics report: what the engine knows decides, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from physai_sim.generation.critics.base import Critic, Critique
from physai_sim.generation.critics.scoring.marks import mark
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.measures.base import Finding
from physai_sim.generation.physics.report import report
from physai_sim.generation.physics.truth import Truth

Findings = Sequence[Finding]


class State(Critic):
    """The same findings always give the same score, and every point that is lost has its reason.

    Args:
        find: What makes the findings; the physics report by default.
    """

    name = "state"
    needs_truth = True

    def __init__(self, find: Callable[[Clip, Truth], Findings] | None = None) -> None:
        self._find = find or _reported

    def judge(self, clip: Clip, truth: Truth | None, prompt: str = "") -> Critique:
        """See the base; without the truth there is no score."""
        del prompt
        if truth is None:
            return Critique(None, ("there is no truth to hold the clip against",))
        return mark(self._find(clip, truth))


def _reported(clip: Clip, truth: Truth) -> Findings:
    return report(clip, truth).findings
