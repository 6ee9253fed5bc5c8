"""What `physai generate` is asked to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.output import Mode
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.generation.batch.sample_files import checked_name

Format = Literal["video", "lerobot", "bag", "both"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """Rollouts that are made together.

    Args:
        rollouts: What is wanted, in the order of the dataset's episodes.
        out: Folder for everything.
        mode: What to do if the folder is not empty.
        form: What is written beside each rollout's own folder: a dataset, bags, both or neither.
        generator: Who makes them.
        processes: How many worker processes; it changes no file.
        settings: `KEY=VALUE` with which the sources were recorded, where that is not told there.
        shares: Whether rollouts that differ in looks alone share a pass of physics; it changes no
            file either.
        notes: What the files of samples say beside the requests, by the name of the rollout.
        expects: Digests of the world and of the actions of rollouts that are made again, by name.
        reads: Files that say what is asked for, which must not be overwritten.
    """

    rollouts: tuple[RolloutRequest, ...]
    out: Path
    mode: Mode = "new"
    form: Format = "video"
    generator: str = "resim"
    processes: int = 1
    settings: tuple[str, ...] = ()
    shares: bool = True
    notes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    expects: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    reads: tuple[Path, ...] = ()

    @property
    def has_dataset(self) -> bool:
        """Whether a dataset is written."""
        return self.form in ("lerobot", "both")

    @property
    def has_bags(self) -> bool:
        """Whether bags are written."""
        return self.form in ("bag", "both")


def form_of(text: str) -> Format:
    """A format by its name.

    Raises:
        UnknownNameError: If there is none.
    """
    for form in FORMATS:
        if form == text:
            return form
    raise UnknownNameError("unknown format", where="--format", got=text, known=FORMATS)


def checked_rollouts(rollouts: Iterable[RolloutRequest]) -> tuple[RolloutRequest, ...]:
    """Rollouts whose names can be those of folders, and tell them apart.

    Raises:
        ConfigError: If there is none, or a name is none or given twice.
    """
    found: dict[str, RolloutRequest] = {}
    for rollout in rollouts:
        name = checked_name(rollout.name, where="name")
        if name in found:
            raise ConfigError("two rollouts of one name", where=rollout.source, got=name)
        found[name] = rollout
    if not found:
        raise ConfigError("no rollout is asked for", expected="a source")
    return tuple(found.values())
