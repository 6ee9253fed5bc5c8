"""Looks at every rollout of a batch, and says which are worth keeping.

Each rollout is measured alone, one clip in memory at a time; what compares them comes after.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from physai_sim.core.output import require_same_request, write_json, write_text
from physai_sim.evaluation.run_record import RunRecord
from physai_sim.evaluation.suites.folder_lock import locked_folder
from physai_sim.generation.batch.sample_files import SampleFiles
from physai_sim.generation.curation.best_candidates import best_candidates
from physai_sim.generation.curation.candidate import names_in, read_candidate
from physai_sim.generation.curation.curate_request import CurateRequest
from physai_sim.generation.curation.decision import Decision, Reason, decide
from physai_sim.generation.curation.duplicates import Nearest, nearest_kept
from physai_sim.generation.curation.measured import Measured, as_line, measure, read_measured
from physai_sim.generation.curation.referee import Referee
from physai_sim.generation.curation.shards import lerobot, webdataset

LOG, BEST_LOG, SUMMARY, MEASURED = (
    "curation.jsonl",
    "best_of.jsonl",
    "curation.json",
    "measured",
)


@dataclass(frozen=True, slots=True)
class Curated:
    """What came of a curation.

    Args:
        rollouts: How many were looked at.
        kept: How many are kept.
        dropped: How many were dropped, by the step that said so first.
        shards: How many shards, or episodes of a dataset, were written.
    """

    rollouts: int
    kept: int
    dropped: dict[str, int]
    shards: int


def curate(request: CurateRequest, *, progress: Callable[[str, int, int], None]) -> Curated:
    """Measure, decide, and write.

    Args:
        request: What is asked for.
        progress: Called with the name of each rollout that is measured, how many are, and of how
            many.

    Raises:
        PhysAIError: If something is damaged, or a folder cannot be used.
    """
    names = names_in(request.batch)
    if request.shard == "lerobot":
        lerobot.require_dataset(request.batch)
    with locked_folder(request.out, request.mode, kind="curation", inputs=(request.batch,)):
        if request.mode == "resume":
            expected = "the same batch and options, or --overwrite"
            digest = str(request.facts()["request_sha256"])
            require_same_request(request.out, digest, expected=expected)
        with RunRecord(request.out, request.facts()):
            measured = list(_measured(request, names, progress))
            decisions = _decided(measured, request)
            return _written(decisions, request)


def _measured(
    request: CurateRequest, names: Sequence[str], progress: Callable[[str, int, int], None]
) -> Iterator[Measured]:
    folder = request.out / MEASURED
    folder.mkdir(exist_ok=True)
    referee = Referee(labels_only=not request.needs_report) if request.needs_truth else None
    for number, name in enumerate(names):
        candidate, place = read_candidate(request.batch, name), folder / f"{name}.json"
        found = read_measured(place, candidate.digest)
        if found is None:
            found = measure(candidate, referee=referee, stride=request.stride)
            found.write(place)
        progress(name, number + 1, len(names))
        yield found


def _decided(measured: Sequence[Measured], request: CurateRequest) -> tuple[Decision, ...]:
    """Of rollouts that are alike the first is kept that all else speaks for."""
    decisions = tuple(decide(one, request) for one in measured)
    if request.best_of is not None:
        decisions, log = best_candidates(decisions, request.best_of)
        write_text(request.out / BEST_LOG, "".join(map(as_line, log)))
    kept = [one for one in decisions if one.kept]
    if not kept:
        return decisions
    names = [one.measured.name for one in kept]
    rows = np.array([one.measured.embedding for one in kept], dtype=np.float32)
    nearest = dict(zip(names, nearest_kept(names, rows, request.max_likeness), strict=True))
    return tuple(_compared(one, request.max_likeness, nearest) for one in decisions)


def _compared(decision: Decision, limit: float, nearest: Mapping[str, Nearest | None]) -> Decision:
    found = nearest.get(decision.measured.name)
    if found is None:
        return decision
    told = replace(decision, nearest=found)
    if found.likeness < limit:
        return told
    return told.but(Reason("duplicate", f"as {found.name}", found.likeness, limit))


def _written(decisions: Sequence[Decision], request: CurateRequest) -> Curated:
    kept = [one for one in decisions if one.kept]
    lines = (as_line(one.to_json()) for one in decisions)
    write_text(request.out / LOG, "".join(lines))
    first = Counter(one.reasons[0].step for one in decisions if one.reasons)
    found = Curated(
        len(decisions), len(kept), dict(sorted(first.items())), _sharded(kept, request)
    )
    write_json(request.out / SUMMARY, {"schema": 1, **asdict(found)})
    return found


def _sharded(kept: Sequence[Decision], request: CurateRequest) -> int:
    """Write what is kept; what an earlier time left of it goes."""
    for name in (webdataset.FOLDER, lerobot.FOLDER):
        shutil.rmtree(request.out / name, ignore_errors=True)
    names = [one.measured.name for one in kept]
    if not kept or request.shard == "none":
        return 0
    if request.shard == "lerobot":
        return lerobot.write_lerobot(request.batch, names, request.out / lerobot.FOLDER)
    places: list[Path] = [SampleFiles(request.batch, name).folder for name in names]
    pairs = zip(kept, places, strict=True)
    return webdataset.write_webdataset(pairs, request.out / webdataset.FOLDER)
