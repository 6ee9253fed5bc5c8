"""The dataset of a batch: parts that many processes write, in the places of their rollouts.

A batch that was interrupted has holes. Its dataset is published all the same, with the rollouts
that are whole closing ranks; when the batch goes on they take their places again. Parts know the
names of their rollouts, so that this can be cut off at any point.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from physai_sim.core.errors import DatasetError
from physai_sim.datasets.lerobot.parts import Part, disk_trouble, part_folder, whole_parts
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.datasets.lerobot.writer import DatasetWriter
from physai_sim.datasets.truth_streams import FOLDER, stream_file
from physai_sim.generation.batch.batch_request import BatchRequest
from physai_sim.generation.batch.sample_files import CAPTIONS, DATASET, TRUTH, SampleFiles


class BatchDataset:
    """The dataset in the folder of a batch.

    Args:
        batch: It writes a dataset. What lies there already is gone on with.

    Raises:
        DatasetError: If it is damaged, or holds what is not of this batch.
        MachineError: If the disk is full.
    """

    def __init__(self, batch: BatchRequest) -> None:
        self._out, self._names = batch.out, tuple(one.name for one in batch.rollouts)
        self._writer = DatasetWriter(batch.out / DATASET)

    @property
    def is_complete(self) -> bool:
        """Whether it is published with every rollout."""
        folder = self._writer.folder
        return self._writer.is_published and len(LeRobotDataset(folder)) == len(self._names)

    def open(self) -> None:
        """Let parts be written, each in the place of its rollout."""
        parts = self._writer.reopen()
        places = {name: number for number, name in enumerate(self._names)}
        for part in reversed(whole_parts(parts)):
            _put(part, _place_of(part, places))

    def publish(self) -> int:
        """Make it readable; gives how many episodes it has.

        Raises:
            DatasetError: If the rollouts are not alike, or one is damaged.
            MachineError: If the disk is full.
        """
        if not self._writer.is_published:
            found = whole_parts(self._writer.reopen())
            places = {name: number for number, name in enumerate(self._names)}
            names = [self._names[_place_of(part, places)] for part in found]
            for number, part in enumerate(found):
                _put(part, number)
            if self._writer.publish():
                show_files(self._writer.folder, self._out, names)
            return len(names)
        return len(LeRobotDataset(self._writer.folder))


def show_files(dataset: Path, batch: Path, names: list[str]) -> None:
    """Let streams and captions of rollouts be found beside the rows, without a copy.

    Args:
        dataset: Folder of the dataset.
        batch: Folder of the batch.
        names: Of the rollouts, in the order of the episodes.

    Raises:
        MachineError: If the disk is full.
    """
    with disk_trouble(dataset):
        for folder in (FOLDER, CAPTIONS):
            shutil.rmtree(dataset / folder, ignore_errors=True)
        for number, name in enumerate(names):
            place = SampleFiles(batch, name).folder
            for file in sorted((place / TRUTH).glob("*.parquet")):
                camera, _, stream = file.stem.rpartition(".")
                _link(file, stream_file(dataset, camera, stream, number))
            for file in sorted((place / CAPTIONS).glob("*.json")):
                _link(file, caption_file(dataset, file.stem, number))


def caption_file(dataset: Path, camera: str, episode: int) -> Path:
    """Where the caption of an episode lies in a dataset."""
    return dataset / CAPTIONS / camera / f"episode_{episode:06d}.json"


def _link(file: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(file, place)
    except OSError:  # some file systems know no links
        shutil.copyfile(file, place)


def _place_of(part: Part, places: Mapping[str, int]) -> int:
    """The place of a part's rollout in the batch."""
    details = part.read()[1].provenance.get("details", {})
    name = str(details.get("sample")) if isinstance(details, Mapping) else ""
    if name not in places:
        what = "an episode that is none of this batch"
        raise DatasetError(what, where=str(part.folder), got=name)
    return places[name]


def _put(part: Part, number: int) -> None:
    """Give a part its number; nobody else has it."""
    if part.index != number:
        with disk_trouble(part.folder):
            part.folder.rename(part_folder(part.folder.parent, number))
