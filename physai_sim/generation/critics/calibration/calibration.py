"""Figures of a critic on films whose faults are known: `docs/critics.md` says what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from physai_sim.generation.critics.calibration import figures
from physai_sim.generation.critics.calibration.cases import LeftOut
from physai_sim.generation.critics.calibration.figures import Figure
from physai_sim.generation.critics.calibration.judging import Judged

KEPT = 4  # rollouts that score this or more are kept
CHANCE = 0.5


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a critic is worth.

    Args:
        critic: Its name.
        judged: Every film with its score.
        left_out: Faults that do not show in an episode.
        figures: By name: auroc, spearman, fooled_rate, overrating, clean_kept, unread.
    """

    critic: str
    judged: tuple[Judged, ...]
    left_out: tuple[LeftOut, ...]
    figures: dict[str, Figure]

    @property
    def verdict(self) -> str:
        """Whether it tells faults from truth, in words."""
        found = self.figures["auroc"]
        if found.low is None or found.high is None:
            return f"unknown: {found.reason}"
        if found.low > CHANCE:
            return "tells faults from truth better than chance"
        if found.high < CHANCE:
            return "prefers faults to truth"
        return "no better than chance"

    def to_json(self) -> dict[str, Any]:
        """The content of calibration.json."""
        return {
            "schema": 1,
            "critic": self.critic,
            "verdict": self.verdict,
            "figures": {name: asdict(figure) for name, figure in self.figures.items()},
            "faults": fault_rows(self.judged),
            "left_out": [asdict(one) for one in self.left_out],
            "judged": [one.to_json() for one in self.judged],
        }


def calibration(critic: str, rows: Sequence[Judged | LeftOut]) -> Calibration:
    """The figures of what a critic said.

    Args:
        critic: Its name.
        rows: What it said; films of which it gave no score count in `unread` alone.
    """
    said = tuple(row for row in rows if isinstance(row, Judged))
    left_out = tuple(row for row in rows if isinstance(row, LeftOut))
    return Calibration(critic, said, left_out, _figures(said))


def _figures(said: Sequence[Judged]) -> dict[str, Figure]:
    faulty = [row.score for row in said if row.is_fault and row.score is not None]
    clean = [row.score for row in said if not row.is_fault and row.score is not None]
    pairs = [
        (row.score, row.state_error)
        for row in said
        if row.score is not None and row.state_error is not None
    ]
    over = [
        row.score - row.reference
        for row in said
        if row.score is not None and row.reference is not None
    ]
    no_fault, no_clean = "no film with a fault has a score", "no true film has a score"
    return {
        "auroc": figures.auroc(faulty, clean),
        "spearman": figures.spearman([s for s, _ in pairs], [e for _, e in pairs]),
        "fooled_rate": figures.mean([float(s >= KEPT) for s in faulty], lacking=no_fault),
        "overrating": figures.mean(over, lacking="no film has both scores"),
        "clean_kept": figures.mean([float(s >= KEPT) for s in clean], lacking=no_clean),
        "unread": figures.mean(
            [float(row.score is None) for row in said], lacking="no film was judged"
        ),
    }


def fault_rows(said: Sequence[Judged]) -> list[dict[str, Any]]:
    """For each fault: how many films, their mean score, and the share that fooled the critic."""
    names = sorted({row.name for row in said if row.is_fault})
    return [_fault_row(name, [r for r in said if r.is_fault and r.name == name]) for name in names]


def _fault_row(name: str, rows: Sequence[Judged]) -> dict[str, Any]:
    scores = [row.score for row in rows if row.score is not None]
    known = bool(scores)
    return {
        "fault": name,
        "films": len(rows),
        "scored": len(scores),
        "mean_score": sum(scores) / len(scores) if known else None,
        "fooled": sum(score >= KEPT for score in scores) / len(scores) if known else None,
    }
