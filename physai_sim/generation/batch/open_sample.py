"""Opens a rollout for writing: which cameras see it, and what becomes of their frames."""

from __future__ import annotations

from dataclasses import replace

from physai_sim import __version__
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.core.streams import STREAMS, StreamName
from physai_sim.core.timing import ticks_per
from physai_sim.core.types import CameraSpec, Provenance, SensorSpec
from physai_sim.datasets.lerobot.writer import PARTS
from physai_sim.evaluation.stream_values import drawn_for
from physai_sim.generation.batch.bag_file import BagFile
from physai_sim.generation.batch.batch_request import BatchRequest
from physai_sim.generation.batch.dataset_part import DatasetPart
from physai_sim.generation.batch.film_files import FilmFiles
from physai_sim.generation.batch.rollout_spec import RolloutSpec
from physai_sim.generation.batch.sample import Sample, SampleFacts
from physai_sim.generation.batch.sample_arguments import arguments_of
from physai_sim.generation.batch.sample_files import DATASET, SampleFiles
from physai_sim.generation.batch.stream_files import StreamFiles
from physai_sim.generation.film.stage import Cameras, Stage
from physai_sim.generation.film.take import Take, TakeSink
from physai_sim.generation.resimulation import concrete, sized
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.rendering import choice

MOST_CAMERAS = 4
MAX_FRAMES, MAX_FPS = 1_000_000, 1000


def open_sample(
    batch: BatchRequest, number: int, *, source: SourceEpisode, shown: SourceEpisode, stage: Stage
) -> Take:
    """A take that writes a rollout.

    Args:
        batch: What it is part of.
        number: Of the rollout in the batch.
        source: Its source.
        shown: The source as the rollout changes it.
        stage: Where it is played.

    Raises:
        PhysAIError: If the request does not fit the source.
    """
    rollout = batch.rollouts[number]
    world, known = stage.seen_as(shown)
    sensors = chosen_cameras(rollout, known)
    cameras = {name: _camera(sensor) for name, sensor in sensors.items()}
    files = SampleFiles(batch.out, rollout.name)
    facts = _facts(batch, rollout, source, shown, stage)
    spec = RolloutSpec(facts.provenance.config_hash, sensors)
    streams = _streams(rollout)
    sinks: list[TakeSink] = []
    if batch.has_bags:
        sinks.append(BagFile(files, spec, facts.provenance))
    if batch.has_dataset:
        parts, told = batch.out / DATASET / PARTS, facts.provenance
        sinks.append(DatasetPart(parts, number, spec=spec, provenance=told, fps=rollout.fps))
    sinks.append(FilmFiles(files.unfinished, sensors, fps=rollout.fps))
    sinks.append(
        StreamFiles(files.unfinished, world, cameras=cameras, streams=streams, fps=rollout.fps)
    )
    return Take(world, cameras, drawn_for(streams), (Sample(files, facts, sinks),))


def chosen_cameras(rollout: RolloutRequest, known: Cameras) -> Cameras:
    """The cameras that see a rollout, at the size and rate that it asks for.

    Where it names none, it is the world's first camera.

    Raises:
        UnknownNameError: If the world has no such camera.
        ConfigError: If there are too many, one is named twice, or a side is odd.
    """
    names = rollout.cameras or (next(iter(known)),)
    if not 1 <= len(names) <= MOST_CAMERAS or len(set(names)) < len(names):
        expected = f"1 to {MOST_CAMERAS}, each once"
        raise ConfigError("cameras", where=rollout.name, got=",".join(names), expected=expected)
    found: dict[str, SensorSpec] = {}
    for name in names:
        if name not in known:
            raise UnknownNameError("no such camera", where=rollout.name, got=name, known=known)
        camera = sized(_camera(known[name]), rollout.size_px)
        size = (camera.width_px, camera.height_px)
        if size[0] % 2 or size[1] % 2 or min(size) < 2:
            expected = "even numbers of columns and rows: videos have them"
            raise ConfigError("size", where=f"{rollout.name}: {name}", got=size, expected=expected)
        shape = (camera.height_px, camera.width_px, 3)
        found[name] = replace(known[name], rate_hz=rollout.fps, shape=shape, camera=camera)
    return found


def check_rate(rollout: RolloutRequest, physics_hz: int) -> None:
    """Refuse a length or a rate that no film can have.

    Raises:
        ConfigError: If the rate does not divide that of the physics, or there are no frames.
    """
    ticks_per(physics_hz, rollout.fps, where=f"{rollout.name}: fps")
    if rollout.num_frames is not None and not 1 <= rollout.num_frames <= MAX_FRAMES:
        what, where = "number of frames", f"{rollout.name}: num_frames"
        raise ConfigError(what, where=where, got=rollout.num_frames, expected=f"1 to {MAX_FRAMES}")


def _streams(rollout: RolloutRequest) -> tuple[StreamName, ...]:
    for name in rollout.streams:
        if name not in STREAMS:
            where = f"{rollout.name}: streams"
            raise UnknownNameError("no such stream", where=where, got=name, known=STREAMS)
    return tuple(name for name in STREAMS if name in rollout.streams)


def _camera(sensor: SensorSpec) -> CameraSpec:
    assert sensor.camera is not None, "a camera has a lens"
    return sensor.camera


def _facts(
    batch: BatchRequest,
    rollout: RolloutRequest,
    source: SourceEpisode,
    shown: SourceEpisode,
    stage: Stage,
) -> SampleFacts:
    expansion = rollout.expansion
    details = {
        "renderer": choice.renderer_of(stage.session.world).describe(),
        "sample": rollout.name,
        "world": shown.config.name,
        "source": source.name,
        "source_config_hash": source.config.hash(),
        "source_actions": source.details.get("actions", "exact"),
        "expansion": f"{expansion.kind}: {expansion.name}",
        "settings": " ".join(expansion.settings),
        "changed_actions": expansion.actions or "",
    }
    made = f"physai_sim {__version__} {batch.generator}"
    provenance = Provenance(
        "simulated", made, seed=shown.seed, config_hash=concrete(shown).hash(), details=details
    )
    arguments = arguments_of(batch, rollout, source, shown)
    return SampleFacts(rollout, arguments, provenance, {"expansion": _checked(expansion.kind)})


def _checked(kind: str) -> str:
    """What was made sure of before the first frame, by `changed`."""
    return {
        "none": "nothing is changed",
        "appearance": "every changed key is one of looks, which no state depends on",
        "physics": "one parameter or the actions are changed, and nothing else",
    }[kind]
