"""What `physai replay` is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from physai_sim.core.output import Mode
from physai_sim.evaluation.ingest.topic_map import TopicMap
from physai_sim.evaluation.replay.perturbation import Perturbation
from physai_sim.evaluation.replay.playback import THREADS
from physai_sim.evaluation.results.gates import Requirement

HORIZON_NS = 6_400_000_000
MAX_HORIZON_NS = 60_000_000_000
"""Farthest that plans are compared: what is held takes memory for each of its steps [ns]."""


@dataclass(frozen=True, slots=True)
class ReplayRequest:
    """What to replay.

    Args:
        bags: Folders of bags, or their files.
        policy: Name, entry point or `file.py:Class`.
        horizon_ns: How far plans are compared with the recording [ns].
        hold: Whether the last action of a chunk that ends before goes on until there.
        perturbations: What further copies of the policy sense otherwise, one for each.
        topic_map: What the topics of the bags mean, where neither type nor convention tells.
        requirements: What the result must fulfil.
        out: Folder for everything that is written; None to write nothing.
        mode: What to do if the folder is not empty.
        threads: That decode images ahead; results do not depend on it.
    """

    bags: tuple[Path, ...]
    policy: str
    horizon_ns: int = HORIZON_NS
    hold: bool = False
    perturbations: tuple[Perturbation, ...] = ()
    topic_map: TopicMap | None = None
    requirements: tuple[Requirement, ...] = ()
    out: Path | None = None
    mode: Mode = "new"
    threads: int = THREADS

    def facts(self) -> dict[str, object]:
        """What metrics.json and run.json say of it."""
        return {
            "policy": self.policy,
            "horizon_s": self.horizon_ns / 1e9,
            "hold": self.hold,
            "perturbations": [perturbation.text for perturbation in self.perturbations],
        }
