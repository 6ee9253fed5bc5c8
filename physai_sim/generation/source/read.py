"""What a person names as sources, as single episodes; and the episode behind such a name.

An episode is the folder of a bag, `DATASET:INDEX`, or `WORLD:SEED`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from physai_sim.core import paths, randomize
from physai_sim.core.config import WorldConfig, load_world
from physai_sim.core.errors import BagError, ConfigError, DatasetError
from physai_sim.datasets.bag_files import bag_files
from physai_sim.datasets.lerobot import tables
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.evaluation.each_bag import listed
from physai_sim.generation.resimulation import concrete
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.generation.source.from_bag import from_bag
from physai_sim.generation.source.from_dataset import from_dataset
from physai_sim.generation.source.from_world import from_world

DATASET = "dataset"
MAX_INDEX = 10**9
MAX_SPAN = 1_000_000


def read_sources(text: str) -> list[str]:
    """The episodes behind what a person named.

    Args:
        text: A bag; a dataset, or the folder of a run that has one or has bags; `DATASET:INDEX`;
            a world, `WORLD:SEED`, or `WORLD:FIRST-LAST`.

    Raises:
        PhysAIError: If nothing is there.
    """
    if not text.strip():  # it would be the folder that one is in
        raise ConfigError("a source without a name", expected="a bag, a dataset or a world")
    path = Path(text)
    if path.exists():
        return _in_folder(path)
    name, colon, number = text.rpartition(":")
    if not colon:
        paths.find("worlds", text)
        return [f"{text}:0"]
    first, last = _span(number, where=text)
    if Path(name).is_dir():
        dataset = _dataset_in(Path(name))
        if dataset is None:
            raise DatasetError("no dataset is here", where=name)
        count = len(LeRobotDataset(dataset))
        if last >= count:
            expected = f"0 to {count - 1}"
            raise DatasetError("no such episode", where=str(dataset), got=last, expected=expected)
        return [f"{dataset}:{index}" for index in range(first, last + 1)]
    paths.find("worlds", name)
    return [f"{name}:{seed}" for seed in range(first, last + 1)]


def read_source(name: str, settings: Sequence[str] = ()) -> SourceEpisode:
    """An episode.

    Args:
        name: One of `read_sources`.
        settings: `KEY=VALUE` in the world file: of a world that is played, or with which a
            recording was made.

    Raises:
        PhysAIError: If it cannot be read, or its world is not to be found.
    """
    place, colon, number = name.rpartition(":")
    if Path(name).exists() or not colon:
        return from_bag(Path(name), settings)
    index, _ = _span(number, where=name)
    if Path(place).is_dir():
        return from_dataset(Path(place), index, settings)
    return from_world(load_world(place, settings), index)


def world_behind(name: str, settings: Sequence[str] = ()) -> WorldConfig:
    """The world of an episode with what the episode drew, without playing it.

    Args:
        name: One of `read_sources`.
        settings: See `read_source`.

    Raises:
        PhysAIError: If it cannot be read, or its world is not to be found.
    """
    place, colon, number = name.rpartition(":")
    if Path(name).exists() or not colon or Path(place).is_dir():
        return concrete(read_source(name, settings))
    config = load_world(place, settings)
    seed, _ = _span(number, where=name)
    return randomize.with_draw(config, randomize.draw(config, seed))


def place_of(name: str) -> Path:
    """Where an episode is read from: the folder of its bag or dataset, where it is no world."""
    return Path(name) if Path(name).exists() else Path(name.rpartition(":")[0] or name)


def _in_folder(path: Path) -> list[str]:
    """Every episode that lies there."""
    if path.suffix in (".json", ".jsonl"):
        expected = "a bag, a dataset or a world; files of samples go with --spec"
        raise ConfigError("no source", where=str(path), expected=expected)
    if not path.is_dir() or _is_bag(path):
        return [str(path)]
    dataset = _dataset_in(path)
    if dataset is not None:
        count = len(LeRobotDataset(dataset))
        return [f"{dataset}:{index}" for index in range(count)]
    found = [bag for bag in listed([path]) if bag != path]
    if not found:
        what = "neither a bag nor a dataset is here"
        raise BagError(what, where=str(path))
    return [str(bag) for bag in found]


def _dataset_in(folder: Path) -> Path | None:
    """The dataset that a folder is, or has."""
    places = (folder, folder / DATASET)
    return next((place for place in places if (place / tables.INFO).is_file()), None)


def _is_bag(path: Path) -> bool:
    try:
        return bool(bag_files(path))
    except BagError:
        return False


def _span(text: str, *, where: str) -> tuple[int, int]:
    """`7` or `0-19`."""
    first, dash, last = text.partition("-")
    numbers = (first, last) if dash else (first, first)
    if not all(
        number.isascii() and number.isdigit() and int(number[:12]) <= MAX_INDEX
        for number in numbers
    ):
        raise ConfigError("no number of an episode", where=where, got=text, expected="7 or 0-19")
    begin, end = (int(number) for number in numbers)
    if not 0 <= end - begin < MAX_SPAN:
        what = "an empty span" if end < begin else "too many episodes"
        raise ConfigError(what, where=where, got=text, expected=f"1 to {MAX_SPAN} of them")
    return begin, end
