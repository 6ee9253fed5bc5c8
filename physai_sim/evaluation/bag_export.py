"""Bags to a LeRobot dataset, with a report of how well their streams fit together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from physai_sim.core.output import Mode, prepare_folder, write_json
from physai_sim.datasets.lerobot.from_bag import BaggedEpisode, examine, replay
from physai_sim.datasets.lerobot.layout import left_out
from physai_sim.datasets.lerobot.writer import DatasetWriter
from physai_sim.evaluation.run_record import RunRecord

DATASET, REPORT = "dataset", "alignment.json"


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export.

    Args:
        episodes: Number of bags.
        rows: Number of rows in the dataset; 0 if it was refused.
        left_out: Sensors that the bags hold and the dataset does not.
        refused: The first fault with its bag, and how many more there are; None if accepted.
        fit: How well the streams fit, in one line.
    """

    episodes: int
    rows: int
    left_out: tuple[str, ...]
    refused: str | None
    fit: str


def export_bags(
    bags: list[Path], out: Path, *, mode: Mode, max_skew_ms: float | None = None
) -> Exported:
    """Make one dataset of bags, one episode each; nothing is made if one of them does not fit.

    Args:
        bags: Folders or files, in the order of the episodes.
        out: Folder for `dataset/` and the report `alignment.json`.
        mode: What to do if the folder is not empty.
        max_skew_ms: Greatest age of a reading at its row [ms]; by default less than a period.

    Raises:
        PhysAIError: If a bag or the folder cannot be used, or the bags are not alike.
    """
    prepare_folder(out, mode, inputs=bags)
    told = {"bags": [str(bag) for bag in bags], "max_skew_ms": max_skew_ms}
    with RunRecord(out, told) as record:
        found = [examine(bag, max_skew_ms=max_skew_ms) for bag in bags]
        refused = _report(found, out / REPORT)
        if refused is None:
            _write(found, out / DATASET)
        else:
            record.ended = f"refused: {refused}"
    rows = 0 if refused else sum(item.alignment.rows for item in found)
    return Exported(len(found), rows, left_out(found[0].spec), refused, _fit(found))


def _report(found: list[BaggedEpisode], path: Path) -> str | None:
    """Write the report; gives why the export is refused, in one line."""
    faults = [f"{item.bag}: {fault}" for item in found for fault in item.alignment.faults]
    write_json(
        path,
        {
            "schema": 1,
            "accepted": not faults,
            "bags": [item.alignment.to_json() for item in found],
        },
    )
    if not faults:
        return None
    more = f" (and {len(faults) - 1} more, see {path})" if len(faults) > 1 else f" (see {path})"
    return faults[0] + more


def _fit(found: list[BaggedEpisode]) -> str:
    streams = [stream for item in found for stream in item.alignment.streams]
    skew = max(stream.skew_max_ms or 0.0 for stream in streams)
    drops, missing = sum(s.drops for s in streams), sum(s.missing for s in streams)
    return f"greatest skew {skew:.3f} ms, {drops} messages dropped, {missing} missing in rows"


def _write(found: list[BaggedEpisode], folder: Path) -> None:
    writer = DatasetWriter(folder)
    for index, item in enumerate(found):
        with writer.record(index, item.spec) as recorder:
            replay(item, recorder)
    writer.publish()
