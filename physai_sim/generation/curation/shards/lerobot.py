"""The kept rollouts as a LeRobot dataset of their own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from physai_sim.core.errors import DatasetError
from physai_sim.datasets.lerobot.parts import disk_trouble, part_folder, whole_parts
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.datasets.lerobot.unpack import unpack
from physai_sim.datasets.lerobot.writer import PARTS, DatasetWriter
from physai_sim.generation.batch.batch_dataset import show_files
from physai_sim.generation.batch.sample_files import DATASET

FOLDER = "lerobot"


def require_dataset(batch: Path) -> None:
    """Make sure that a batch has a dataset.

    Raises:
        DatasetError: If it has none that is whole.
    """
    if not (batch / DATASET).is_dir():
        expected = "a batch that was made with --format lerobot or both"
        raise DatasetError("no dataset to take from", where=str(batch), expected=expected)
    LeRobotDataset(batch / DATASET)


def write_lerobot(batch: Path, kept: list[str], folder: Path) -> int:
    """Write the dataset; gives how many episodes it has. Videos are not coded anew.

    Args:
        batch: Folder of the batch, which has a dataset.
        kept: Names of rollouts, in the order of the episodes.
        folder: The new dataset; it does not exist yet.

    Raises:
        DatasetError: If the dataset of the batch is damaged, or lacks a rollout.
        MachineError: If the disk is full.
    """
    with disk_trouble(folder):
        folder.mkdir(parents=True)
    parts = folder / PARTS
    unpack(batch / DATASET, parts)
    places = {name: number for number, name in enumerate(kept)}
    found = {_name(part.read()[1].provenance): part for part in whole_parts(parts)}
    if missing := sorted(places.keys() - found.keys()):
        what, where = "a rollout is not in the dataset of its batch", str(batch / DATASET)
        raise DatasetError(what, where=where, got=missing[0])
    with disk_trouble(folder):
        for part in found.values():  # nobody has these names, so that none is overwritten
            part.folder.rename(parts / f"old_{part.index:06d}")
        for name, part in found.items():
            if name in places:
                old = parts / f"old_{part.index:06d}"
                old.rename(part_folder(parts, places[name]))
        for old in parts.glob("old_*"):
            shutil.rmtree(old)
    DatasetWriter(folder).publish()
    show_files(folder, batch, kept)
    return len(kept)


def _name(provenance: Mapping[str, object]) -> str:
    """The rollout that an episode is of."""
    details = provenance.get("details", {})
    return str(details.get("sample")) if isinstance(details, Mapping) else ""
