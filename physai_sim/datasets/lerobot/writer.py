"""Writes a LeRobotDataset v3 episode by episode, so that a crash costs the open episode alone.

A dataset is in one of two states. Being written: whole episodes lie in `.parts/`, there is no
`meta/info.json`. Published: `meta/info.json` is there and every other file is whole. Each step
from one to the other can be cut off at any point and is finished by opening the writer again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from physai_sim.core.errors import DatasetError
from physai_sim.core.types import EpisodeSpec
from physai_sim.datasets.lerobot import tables
from physai_sim.datasets.lerobot.parts import UNFINISHED, disk_trouble, whole_parts
from physai_sim.datasets.lerobot.publish import publish
from physai_sim.datasets.lerobot.reader import LeRobotDataset, making_sense
from physai_sim.datasets.lerobot.recorder import LeRobotRecorder
from physai_sim.datasets.lerobot.unpack import unpack
from physai_sim.datasets.lerobot.whole import require_whole, require_whole_part

PARTS = ".parts"
_PUBLISHED = ("data", "videos", "meta")


class DatasetWriter:
    """A dataset that episodes are added to.

    Args:
        folder: The dataset; it is created. What an earlier writer left there is gone on with.

    Raises:
        DatasetError: If something else is in the folder, or the dataset there is damaged.
        MachineError: If it cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self._parts = folder, folder / PARTS
        if (folder / tables.INFO).is_file():
            require_whole(LeRobotDataset(folder))
            shutil.rmtree(self._parts, ignore_errors=True)
            return
        if folder.exists() and not self._parts.is_dir() and any(folder.iterdir()):
            raise DatasetError("the folder holds no dataset of ours", where=str(folder))
        with disk_trouble(folder):
            self._parts.mkdir(parents=True, exist_ok=True)
            self._remove_published()
            for left in self._parts.glob(f"{UNFINISHED}*"):
                shutil.rmtree(left)

    @property
    def is_published(self) -> bool:
        """Whether it can be read."""
        return (self.folder / tables.INFO).is_file()

    def provenance(self, index: int) -> Mapping[str, Any] | None:
        """Where a whole episode comes from; None if there is no such episode, or it is damaged."""
        if self.is_published:
            rows = LeRobotDataset(self.folder).episodes
            if not index < len(rows):
                return None
            with making_sense(self.folder):
                found: Mapping[str, Any] = json.loads(rows[index]["physai/provenance"])
            return found
        parts = {part.index: part for part in whole_parts(self._parts)}
        if index not in parts:
            return None
        try:
            require_whole_part(parts[index])
        except DatasetError:
            return None
        return parts[index].read()[1].provenance

    def record(self, index: int, spec: EpisodeSpec) -> LeRobotRecorder:
        """A recorder of an episode; one of that number is replaced when the new one is whole."""
        return LeRobotRecorder(self.reopen(), index, spec)

    def reopen(self) -> Path:
        """Let episodes be added, by others too: a published dataset becomes one being written.

        Returns:
            The folder of its parts.

        Raises:
            DatasetError: If the dataset is damaged.
            MachineError: If the disk is full.
        """
        if self.is_published:
            self._unpublish()
        return self._parts

    def publish(self) -> bool:
        """Make the dataset readable; gives whether there is anything in it.

        Raises:
            DatasetError: If an episode in the middle is missing, one is damaged, or they are not
                alike; the episodes stay.
            MachineError: If the disk is full; the episodes stay, and it can be tried again.
        """
        if self.is_published:
            return True
        parts = whole_parts(self._parts)
        if not parts:
            return False
        if [part.index for part in parts] != list(range(len(parts))):
            raise DatasetError("an episode is missing", where=str(self.folder))
        for part in parts:
            require_whole_part(part)
        publish(parts, self.folder)
        shutil.rmtree(self._parts, ignore_errors=True)
        return True

    def _unpublish(self) -> None:
        unpack(self.folder, self._parts)
        with disk_trouble(self.folder):
            # From here on the parts are the dataset.
            (self.folder / tables.INFO).unlink()
            self._remove_published()

    def _remove_published(self) -> None:
        for name in _PUBLISHED:
            shutil.rmtree(self.folder / name, ignore_errors=True)
