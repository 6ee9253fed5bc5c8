"""Reads an episode of a LeRobot dataset of ours, to be played again.

A dataset has its actions as float32: the bag that was recorded with it has them to the bit, and is
read where it still lies beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import DatasetError
from physai_sim.core.output import MARK
from physai_sim.core.randomize import checked_draw
from physai_sim.datasets.lerobot import layout as names
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.generation.source.from_bag import from_bag
from physai_sim.generation.source.world_of import world_of

ROUNDED = "float32 of a dataset: the states are those of playing them again, not of the recording"


def from_dataset(folder: Path, index: int, settings: Sequence[str] = ()) -> SourceEpisode:
    """An episode of a dataset.

    Args:
        folder: The dataset.
        index: Number of the episode.
        settings: See `world_of`.

    Raises:
        DatasetError: If it is none of ours, has no such episode, or rows at another rate than that
            of control.
        ConfigError: If its world is not to be found.
    """
    dataset, name = LeRobotDataset(folder), f"{folder}:{index}"
    told = _provenance(dataset, index)
    bag = folder.resolve().parent / "bags" / _bag_name(told, index)
    if bag.is_dir():
        source = from_bag(bag, settings)
        _require_same(source, told, name)
        return source
    config = world_of(folder, _world_name(folder, told), told["config_hash"], settings)
    _require_control_rate(dataset, config, name)
    columns = dataset.columns(index)
    actions = np.asarray(columns[names.ACTION], dtype=np.float64).reshape(
        dataset.row(index)["length"], -1
    )
    draw = checked_draw(config, told.get("draw", {}))
    success = bool(columns[names.SUCCESS][-1])
    return SourceEpisode(
        name,
        config,
        int(told["seed"]),
        draw,
        actions,
        exact=False,
        success=success,
        details={"actions": ROUNDED},
    )


def _provenance(dataset: LeRobotDataset, index: int) -> Mapping[str, Any]:
    """What the dataset says of where an episode comes from."""
    if not 0 <= index < len(dataset):
        expected = f"0 to {len(dataset) - 1}"
        raise DatasetError(
            "no such episode", where=str(dataset.folder), got=index, expected=expected
        )
    try:
        told = json.loads(dataset.episodes[index]["physai/provenance"])
        is_ours = told["source"] == "simulated" and isinstance(told["config_hash"], str)
        int(told["seed"])
    except (KeyError, TypeError, ValueError):
        is_ours = False
    if not is_ours:
        what = "this dataset does not say which world, seed and draw make its episodes again"
        expected = "one that `physai record` or `physai generate` made"
        raise DatasetError(what, where=str(dataset.folder), expected=expected)
    found: Mapping[str, Any] = told
    return found


def _bag_name(told: Mapping[str, Any], index: int) -> str:
    """A rollout's bag has its name, a recorded episode's bag its number."""
    return str(told.get("details", {}).get("sample") or f"episode_{index:03d}")


def _require_same(source: SourceEpisode, told: Mapping[str, Any], name: str) -> None:
    wanted = (int(told["seed"]), told["config_hash"])
    found = (source.seed, source.config.hash())
    if found != wanted:
        what = "the bag beside this dataset is of another episode"
        raise DatasetError(what, where=name, got=f"{source.name}, seed {found[0]}")


def _world_name(folder: Path, told: Mapping[str, Any]) -> str:
    """The name of its world: a rollout tells it itself, of a recording the run does."""
    known = told.get("details", {}).get("world")
    for mark in (folder / MARK, folder.resolve().parent / MARK):
        if not known and mark.is_file():
            try:
                known = json.loads(mark.read_text(encoding="utf-8"))["world"]
            except (OSError, ValueError, KeyError, TypeError):
                continue
    if not known:
        what = "which world this dataset was recorded in is not told"
        raise DatasetError(what, where=str(folder), expected=f"{MARK} of its run beside it")
    return str(known)


def _require_control_rate(dataset: LeRobotDataset, config: WorldConfig, name: str) -> None:
    if dataset.fps != config.rates.control_hz:
        what = "rows at another rate than actions are given at, and no bag beside them"
        expected = f"{config.rates.control_hz} per second"
        raise DatasetError(what, where=name, got=dataset.fps, expected=expected)
