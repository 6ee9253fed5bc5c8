"""Finds the world that a recording was made in: by its hash, so that nothing passes for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from physai_sim.core.config import WorldConfig, load_world, world_from
from physai_sim.core.errors import ConfigError, PhysAIError
from physai_sim.core.output import MARK
from physai_sim.core.yaml_source import YamlSource
from physai_sim.generation.batch.sample_files import ARGUMENTS, SampleFiles

LEVELS = 3  # a bag lies in `RUN/` or in `RUN/bags/`, a dataset in `RUN/`


def world_of(
    recording: Path, name: str, config_hash: str, settings: Sequence[str] = ()
) -> WorldConfig:
    """The world of a recording.

    What `run.json` near it says of the configuration is tried first, then the world file of its
    name with the settings that are given.

    Args:
        recording: Its folder.
        name: What it says of its world.
        config_hash: What it says of its configuration.
        settings: `KEY=VALUE`, where the run was made with some and its run.json is gone.

    Raises:
        ConfigError: If no world that is found has that hash.
        UnknownNameError: If there is no world of that name.
    """
    config = _told(recording, name)
    if config is not None and config.hash() == config_hash:
        return config
    config = load_world(name, settings)
    if config.hash() != config_hash:
        raise ConfigError(
            "the world of this recording is not to be found: the file has changed, or was changed"
            " by --set",
            where=str(recording),
            got=f"{name} {config.hash()[:12]}",
            expected=f"{config_hash[:12]}; give the same --set, or keep its {MARK} beside it",
        )
    return config


def _told(recording: Path, name: str) -> WorldConfig | None:
    """The configuration that is told beside a recording; None if none is.

    Of the bag of a rollout its arguments tell it, of any other the run.json of the folders above.
    """
    place = recording.resolve()
    folders = [place, *place.parents][: LEVELS + 1]
    told = [SampleFiles(place.parents[1], place.name).folder / ARGUMENTS] if folders[2:] else []
    told += [folder / MARK for folder in folders]
    read = (_read(file, name) for file in told if file.is_file())
    return next((found for found in read if found is not None), None)


def _read(mark: Path, name: str) -> WorldConfig | None:
    try:
        told: Any = json.loads(mark.read_text(encoding="utf-8"))["config"]
        return world_from(YamlSource(str(mark), without_nothing(told)), name=name)
    except (OSError, ValueError, KeyError, TypeError, PhysAIError):
        return None


def without_nothing(value: Any) -> Any:
    """Plain data without what is null: a world file leaves such keys out."""
    if isinstance(value, dict):
        return {k: without_nothing(v) for k, v in value.items() if v is not None and k != "name"}
    return [without_nothing(v) for v in value] if isinstance(value, list) else value
