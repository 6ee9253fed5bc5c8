"""What a person asks for, as single rollouts: every source in every way that is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import ConfigError
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.generation.batch.batch_request import checked_rollouts
from physai_sim.generation.batch.sample_arguments import read_arguments
from physai_sim.generation.batch.sample_files import ARGUMENTS
from physai_sim.generation.source.read import read_sources, world_behind
from physai_sim.generation.spec.effects import check_for_engine, told
from physai_sim.generation.spec.reading import as_data, read_specs
from physai_sim.generation.spec.sample import SampleSpec
from physai_sim.generation.variation.matrix import Matrix, variants

Notes = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of every rollout; what is not None goes before what a spec says.

    Args:
        fps: Frames per second.
        num_frames: How many.
        cameras: One to four.
        size_px: Columns and rows.
        streams: Ground truth beside the colours.
        seed: Of the choice of looks under a budget.
        budget: How many looks of each source, chosen so that they cover pairs.
        settings: `KEY=VALUE` with which sources are read.
    """

    fps: int | None = None
    num_frames: int | None = None
    cameras: tuple[str, ...] | None = None
    size_px: tuple[int, int] | None = None
    streams: tuple[str, ...] | None = None
    seed: int = 0
    budget: int | None = None
    settings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made.

    Args:
        rollouts: All of them.
        notes: What the files of samples say beside them, by name.
        settings: `KEY=VALUE` with which sources are read.
        form: The format that rollouts that are made again had; None if there are none.
        expects: See `BatchRequest`.
    """

    rollouts: tuple[RolloutRequest, ...]
    notes: Notes
    settings: tuple[str, ...]
    form: str | None
    expects: Mapping[str, tuple[str, str]]


def plan(sources: Sequence[str], specs: Sequence[str | Path], wish: Wish) -> Plan:
    """Every source in every way that is wanted.

    Args:
        sources: What a person named, see `read_sources`; or a `sample_args.json`, which is one
            rollout that is made again.
        specs: Files of samples; where there are none, the sources themselves, or looks of them
            under a budget.
        wish: What is wanted of all of them.

    Raises:
        PhysAIError: If something is not there, wrong, or contradicts itself.
    """
    if specs and wish.budget is not None:
        what = "the looks of a budget are chosen, those of a spec are named"
        raise ConfigError(what, where="--budget", expected="one of --budget and --spec")
    again = [read_arguments(Path(text)) for text in sources if Path(text).name == ARGUMENTS]
    settings, form = _as_before([told for _, told in again], wish)
    wish = replace(wish, settings=settings)
    named = [text for text in sources if Path(text).name != ARGUMENTS]
    episodes = [_whole_path(name) for text in named for name in read_sources(text)]
    found = [rollout for rollout, _ in again]
    notes = {rollout.name: record.get("sample", {}) for rollout, record in again}
    for spec in read_specs(specs):
        check_for_engine(spec)
        made = list(_of_spec(spec, episodes, wish))
        found += made
        note = {"spec": as_data(spec), "effects": told(spec)}
        notes |= {rollout.name: note for rollout in made}
    if not specs:
        found += [one for k, name in enumerate(episodes) for one in _of_source(name, k, wish)]
    rollouts = checked_rollouts(_with(rollout, wish) for rollout in found)
    expects = {
        rollout.name: (str(record["config_hash"]), str(record["actions_sha256"]))
        for rollout, record in again
    }
    return Plan(rollouts, notes, settings, form, expects)


def _as_before(
    records: Sequence[Mapping[str, Any]], wish: Wish
) -> tuple[tuple[str, ...], str | None]:
    """The settings and the format of rollouts that are made again: one for all.

    Raises:
        ConfigError: If they differ.
    """
    found = {(tuple(told["settings"]), str(told["format"])) for told in records}
    if len(found) > 1:
        what = "rollouts of different settings or formats are made again one after the other"
        raise ConfigError(what, where=ARGUMENTS, expected="those of one batch")
    settings, form = next(iter(found), ((), None))
    return wish.settings or settings, form


def _of_spec(spec: SampleSpec, episodes: Sequence[str], wish: Wish) -> Iterable[RolloutRequest]:
    """A sample of its own source, or of each that the command names."""
    own = spec.physai.source
    sources = [_whole_path(name) for name in read_sources(own)] if own else list(episodes)
    if not sources:
        raise ConfigError("a sample without a source", where=f"sample {spec.name!r}")
    for number, source in enumerate(sources):
        config = _world(source, wish) if _needs_world(spec) else None
        rollout = spec.request(source, config)
        yield rollout if len(sources) == 1 else replace(rollout, name=f"{spec.name}_{number:03d}")


def _of_source(source: str, number: int, wish: Wish) -> Iterable[RolloutRequest]:
    """A source as it was, or its looks under a budget."""
    name = f"source_{number:03d}"
    if wish.budget is None:
        yield RolloutRequest(name, source, seed=wish.seed)
        return
    looks = variants(Matrix(), seed=wish.seed + number, budget=wish.budget)
    for index, look in enumerate(looks):
        yield RolloutRequest(f"{name}_{index:03d}", source, look, seed=wish.seed)


def _with(rollout: RolloutRequest, wish: Wish) -> RolloutRequest:
    given: dict[str, Any] = {
        "fps": wish.fps,
        "num_frames": wish.num_frames,
        "cameras": wish.cameras,
        "size_px": wish.size_px,
        "streams": wish.streams,
    }
    return replace(rollout, **{key: value for key, value in given.items() if value is not None})


def _needs_world(spec: SampleSpec) -> bool:
    """Textures and cameras are drawn for a world."""
    look = spec.physai.expansion.appearance
    return look is not None and any(drawn in look for drawn in ("texture_", "camera_"))


def _world(source: str, wish: Wish) -> WorldConfig:
    return world_behind(source, wish.settings)


def _whole_path(name: str) -> str:
    """The same episode wherever it is asked for from."""
    place, colon, number = name.rpartition(":")
    if Path(name).exists():
        return str(Path(name).resolve())
    return f"{Path(place).resolve()}{colon}{number}" if Path(place).is_dir() else name
