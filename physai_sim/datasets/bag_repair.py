"""Makes a damaged bag whole again, as far as its whole chunks go; the damaged files are kept."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import yaml

from physai_sim.core.errors import BagError, MachineError
from physai_sim.datasets.bag_metadata import (
    FileSummary,
    Topic,
    bag_information,
    metadata_fault,
    write_metadata,
)
from physai_sim.datasets.bag_salvage import Salvage, mcap_files, scan_mcap
from physai_sim.datasets.bag_storage import McapRecorder


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What a repair has kept and dropped.

    Args:
        messages: Messages that the bag holds now.
        chunks: Whole chunks they were found in.
        seconds: Time from the first to the last of them [s].
        bytes_dropped: Bytes of the damaged files that could not be kept [bytes].
        note: One sentence for the user.
        already_whole: Whether there was nothing to do; no byte was changed then.
    """

    messages: int
    chunks: int
    seconds: float
    bytes_dropped: int
    note: str
    already_whole: bool


def repair_bag(path: Path) -> RepairReport:
    """Rebuild the index and `metadata.yaml` of a bag from its whole chunks.

    Topics, types, definitions, QoS, stamps and order stay as they are. A damaged file stays
    beside the repaired one as `NAME.mcap.damaged`, a replaced metadata file as
    `metadata.yaml.damaged`. The bag must not be in use by a recorder.

    Args:
        path: The bag's folder, or one `.mcap` file, whose folder is left alone then.

    Raises:
        BagError: If there is no MCAP file, or it is empty or of another kind.
        MachineError: If the disk is full or not writable; the bag is as it was then.
    """
    files = mcap_files(path) if path.exists() else []
    if not files:
        problem = "holds no MCAP file" if path.exists() else "does not exist"
        raise BagError(problem, where=str(path))
    salvages = [scan_mcap(file) for file in files]
    faults = [salvage.lost for salvage in salvages if salvage.lost]
    fault = None
    if path.is_dir():
        fault = metadata_fault(path, {s.path.name: s.message_count for s in salvages})
        faults += [fault] if fault else []
    try:
        kept = [_rewrite(salvage).name for salvage in salvages if salvage.lost]
        if path.is_dir() and faults:
            kept += _replace_metadata(path, [_summary(salvage) for salvage in salvages])
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise MachineError(f"the repair stopped, {reason}", where=str(path)) from None
    return _report(path, salvages, faults=faults, kept=kept)


def _report(
    path: Path, salvages: Sequence[Salvage], *, faults: Sequence[str], kept: Sequence[str]
) -> RepairReport:
    filled = [salvage for salvage in salvages if salvage.spans]
    start_ns = min((salvage.start_ns for salvage in filled), default=0)
    end_ns = max((salvage.end_ns for salvage in filled), default=0)
    note = f"{path.name} is whole, nothing was changed"
    if faults:
        note = "; ".join([*faults, *(f"kept as it was in {name}" for name in kept)])
    return RepairReport(
        messages=sum(salvage.message_count for salvage in salvages),
        chunks=sum(salvage.chunks for salvage in salvages),
        seconds=(end_ns - start_ns) / 1e9,
        bytes_dropped=sum(salvage.bytes_dropped for salvage in salvages),
        note=note,
        already_whole=not faults,
    )


def _rewrite(salvage: Salvage) -> Path:
    """Write the whole messages of a file to a new one that takes its place; give the old one."""
    path = salvage.path
    temporary = path.with_name(f".{path.name}.repairing")
    temporary.unlink(missing_ok=True)  # of a repair that was killed
    recorder = McapRecorder(temporary)
    try:
        numbers = {
            number: recorder.add_channel(channel, salvage.schemas[channel.schema_id])
            for number, channel in sorted(salvage.channels.items())
        }
        for message in salvage.messages():
            recorder.write(message._replace(channel_id=numbers[message.channel_id]))
        information = bag_information([_summary(salvage)])
        recorder.finish(yaml.safe_dump(information, sort_keys=False))
    except BaseException:
        recorder.abandon()
        temporary.unlink(missing_ok=True)
        raise
    kept = _set_aside(path)
    temporary.replace(path)
    return kept


def _replace_metadata(folder: Path, files: Sequence[FileSummary]) -> list[str]:
    path = folder / "metadata.yaml"
    kept = [_set_aside(path).name] if path.exists() else []
    write_metadata(folder, files)
    return kept


def _set_aside(path: Path) -> Path:
    """Give a file a second name that ends in `.damaged`, so that replacing it loses nothing."""
    names = (path.with_name(f"{path.name}.damaged{number or ''}") for number in count())
    kept = next(name for name in names if not name.exists())
    try:
        os.link(path, kept)  # the bag has its file at every instant
    except OSError:
        path.rename(kept)  # for file systems without links
    return kept


def _summary(salvage: Salvage) -> FileSummary:
    counts: Counter[Topic] = Counter()
    for number, channel in sorted(salvage.channels.items()):
        counts[Topic.of(channel, salvage.schemas[channel.schema_id])] += salvage.counts[number]
    return FileSummary(salvage.path.name, salvage.start_ns, salvage.end_ns, counts)
