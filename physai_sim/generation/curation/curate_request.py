"""What `physai curate` is asked to do."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.output import Mode
from physai_sim.generation.curation.duplicates import MAX_LIKENESS
from physai_sim.generation.curation.stillness import MIN_MOTION

Form = Literal["none", "webdataset", "lerobot"]
FORMS: tuple[Form, ...] = get_args(Form)


@dataclass(frozen=True, slots=True)
class CurateRequest:
    """Which rollouts are looked at, and what they must fulfil.

    Args:
        batch: Folder that `physai generate` wrote.
        out: Folder for everything.
        mode: What to do if that is not empty.
        min_motion: Films that move less are still [widths of the picture a frame].
        max_likeness: Films that are as like an earlier one are duplicates of it, 0 to 1.
        min_survival: Share of the frames in which a label fits the true film in which it must
            fit; None: not looked at.
        physics: Whether films that break physics are dropped.
        best_of: Of so many candidates of one source the best is kept; None: all are.
        stride: The most frames of a piece of a film; None: as long as the scene.
        shard: How what is kept is written.
    """

    batch: Path
    out: Path
    mode: Mode = "new"
    min_motion: float = MIN_MOTION
    max_likeness: float = MAX_LIKENESS
    min_survival: float | None = None
    physics: bool = False
    best_of: int | None = None
    stride: int | None = None
    shard: Form = "none"

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            ConfigError: In a line.
        """
        _within("--min-motion", self.min_motion)
        _within("--max-likeness", self.max_likeness)
        _within("--min-survival", self.min_survival)

    @property
    def needs_truth(self) -> bool:
        """Whether sources are played again."""
        return self.needs_report or self.min_survival is not None

    @property
    def needs_report(self) -> bool:
        """Whether all measures are made."""
        return self.physics or self.best_of is not None

    def facts(self) -> dict[str, object]:
        """What run.json says of it."""
        told: dict[str, object] = {k: v for k, v in asdict(self).items() if k != "mode"}
        told |= {"batch": str(self.batch), "out": str(self.out)}
        decides = {k: v for k, v in told.items() if k != "out"}
        digest = hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()
        return {"command": "curate", "config": told, "request_sha256": digest}


def _within(where: str, value: float | None) -> None:
    if value is not None and not 0.0 <= value <= 1.0:
        raise ConfigError("out of range", where=where, got=value, expected="0 to 1")


def form_of(text: str) -> Form:
    """A form of shards by its name.

    Raises:
        UnknownNameError: If there is none.
    """
    for form in FORMS:
        if form == text:
            return form
    raise UnknownNameError("unknown form of shards", where="--shard", got=text, known=FORMS)
