"""What is measured of a rollout, once: by it everything is decided.

It lies in `measured/NAME.json`, so that an interrupted curation goes on where it stopped.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter, ValidationError

from physai_sim.core.output import write_json
from physai_sim.generation.critics.scoring.best_of import margin_used
from physai_sim.generation.critics.scoring.marks import mark
from physai_sim.generation.curation.candidate import Candidate
from physai_sim.generation.curation.embedding import embed
from physai_sim.generation.curation.referee import Referee
from physai_sim.generation.curation.splitting import Span, spans
from physai_sim.generation.curation.stillness import motion
from physai_sim.generation.curation.survival import survival_by_body
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.reading import read_clip
from physai_sim.generation.physics.report import Report


@dataclass(frozen=True, slots=True)
class Physics:
    """What the report says of a film.

    Args:
        verdict: "pass", "fail" or "unknown".
        score: Of the critic `state`, 1 to 5; None if it could tell too little.
        reasons: Why it is not better.
        margin_used: Mean share of the margins that it used.
        failed: Measures that failed.
    """

    verdict: str
    score: int | None
    reasons: tuple[str, ...]
    margin_used: float | None
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What is measured of one film of a rollout.

    Args:
        frames: How many.
        spans: Its pieces.
        motion: See `stillness.motion`.
        survival: Shares of labels that fit by body: in the film, in the true film.
        physics: None where it was not asked for.
    """

    frames: int
    spans: tuple[Span, ...]
    motion: float
    survival: Mapping[str, tuple[float | None, float]] = field(default_factory=dict)
    physics: Physics | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured of a rollout.

    Args:
        name: Of the rollout.
        digest: Of its files.
        source: Episode that it shows.
        films: By camera.
        embedding: Mean over its films.
    """

    name: str
    digest: str
    source: str
    films: Mapping[str, FilmFacts]
    embedding: tuple[float, ...]

    def write(self, path: Path) -> None:
        """Write it whole."""
        write_json(path, asdict(self))


_READER = TypeAdapter(Measured)


def read_measured(path: Path, digest: str) -> Measured | None:
    """What was measured earlier; None if nothing, or if the rollout has changed since."""
    try:
        found = _READER.validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, ValidationError):
        return None
    return found if found.digest == digest else None


def measure(candidate: Candidate, *, referee: Referee | None, stride: int | None) -> Measured:
    """Look at all films of a rollout, one after the other.

    Args:
        candidate: The rollout.
        referee: Who holds films against the truth; None: nobody does.
        stride: See `spans`.

    Raises:
        PhysAIError: If a film or its source cannot be read.
    """
    films, embeddings = {}, []
    for camera, path in candidate.videos.items():
        clip = read_clip(path)
        found = None if referee is None else referee.judge(candidate, camera, clip)
        physics = None if referee is None or referee.labels_only else found
        films[camera or "view"] = _facts(clip, found, physics, stride)
        embeddings.append(embed(clip.frames))
    mean = np.stack(embeddings).mean(axis=0, dtype=np.float64)
    row = tuple(round(value, 7) for value in mean.tolist())
    return Measured(candidate.name, candidate.digest, candidate.request.source, films, row)


def _facts(
    clip: Clip, found: Report | None, physics: Report | None, stride: int | None
) -> FilmFacts:
    return FilmFacts(
        frames=len(clip.frames),
        spans=spans(clip.frames, stride),
        motion=round(motion(clip.frames), 7),
        survival={} if found is None else survival_by_body(found.findings),
        physics=None if physics is None else _physics(physics),
    )


def _physics(found: Report) -> Physics:
    critique = mark(found.findings)
    failed = tuple(one.name for one in found.findings if one.verdict == "fail")
    used = margin_used(critique)
    told = used if used is not None and math.isfinite(used) else None
    return Physics(found.verdict, critique.score, critique.reasons, told, failed)


def as_line(value: object) -> str:
    """A line of JSON, the same bytes for the same value."""
    return json.dumps(value, sort_keys=True, allow_nan=False) + "\n"
