"""The results of a run, an evaluation, a replay or a suite, as a comparison needs them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from physai_sim.core.errors import ResultsError
from physai_sim.evaluation.scoring import SCHEMA

FILE = "metrics.json"
MOST_BYTES = 1_000_000_000
GREATEST = 1e100
"""Greatest value that is compared: products of differences stay finite."""


class _Read(BaseModel):
    """Part of a document of which some keys are read, and the others are left."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, allow_inf_nan=False)


class ScoredMetric(_Read):
    """What a metric says of an episode."""

    value: Annotated[float, Field(ge=-GREATEST, le=GREATEST)] | None
    unit: str
    better: Literal["higher", "lower"] | None
    group: str = "task"


class ScoredEpisode(_Read):
    """An episode and its metrics; its world is "" where that is the document's, or unknown."""

    episode: int
    metrics: dict[str, ScoredMetric]
    world: str = ""
    run: str = ""
    seed: int | None = None
    bag: str = ""


class Scored(_Read):
    """What is compared: the episodes of metrics.json."""

    format: Annotated[int, Field(alias="schema")]
    episodes: tuple[ScoredEpisode, ...]
    kind: str = "run"
    world: str | None = None
    policy: str | None = None


def read_scored(path: Path) -> Scored:
    """Read a result.

    Args:
        path: A folder with metrics.json in it, or such a file.

    Raises:
        ResultsError: If there is none, or it is no such document, or one of another version.
    """
    file = path / FILE if path.is_dir() else path
    if not file.is_file():
        expected = f"a folder with {FILE}, or such a file"
        raise ResultsError("no results here", where=str(path), expected=expected)
    if file.stat().st_size > MOST_BYTES:
        got, expected = file.stat().st_size, f"at most {MOST_BYTES} bytes"
        raise ResultsError("too large to compare", where=str(file), got=got, expected=expected)
    try:
        found = Scored.model_validate_json(file.read_bytes())
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in detail["loc"])
        what = f"not the document that it should be: {detail['msg']}"
        raise ResultsError(what, where=f"{file}: {place}" if place else str(file)) from None
    if found.format != SCHEMA:
        got, expected = found.format, f"schema {SCHEMA}"
        raise ResultsError("of another version", where=str(file), got=got, expected=expected)
    return found
