"""Opens a rollout for writing: which cameras see it, and what becomes of their frames."""

from __future__ import annotations

from collections.abc import Mapping

from physai_sim import __version__
from physai_sim.core.errors import ConfigError
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.core.types import CameraSpec, Provenance
from physai_sim.datasets.lerobot.writer import PARTS
from physai_sim.evaluation.stream_values import drawn_for
from physai_sim.generation.batch.bag_file import BagFile
from physai_sim.generation.batch.batch_request import BatchRequest
from physai_sim.generation.batch.caption_files import CaptionFiles
from physai_sim.generation.batch.dataset_part import DatasetPart
from physai_sim.generation.batch.film_files import FilmFiles
from physai_sim.generation.batch.rollout_spec import RolloutSpec
from physai_sim.generation.batch.sample import Sample, SampleFacts
from physai_sim.generation.batch.sample_arguments import arguments_of
from physai_sim.generation.batch.sample_files import DATASET, SampleFiles
from physai_sim.generation.batch.stream_files import StreamFiles
from physai_sim.generation.film.choices import checked_streams, chosen_cameras, lens_of
from physai_sim.generation.film.stage import Stage
from physai_sim.generation.film.take import Take, TakeSink
from physai_sim.generation.resimulation import concrete
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.generation.variation.undrawn import undrawn
from physai_sim.rendering import choice


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
    cameras = {name: lens_of(sensor) for name, sensor in sensors.items()}
    files = SampleFiles(batch.out, rollout.name)
    facts = _facts(batch, rollout, source, shown, stage)
    spec = RolloutSpec(facts.provenance.config_hash, sensors)
    streams = checked_streams(rollout)
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
    sinks.append(_captions(files, cameras, rollout, shown))
    return Take(world, cameras, drawn_for(streams), (Sample(files, facts, sinks),))


def _captions(
    files: SampleFiles,
    cameras: Mapping[str, CameraSpec],
    rollout: RolloutRequest,
    shown: SourceEpisode,
) -> CaptionFiles:
    config, expansion = concrete(shown), rollout.expansion
    folder, fps = files.unfinished, rollout.fps
    return CaptionFiles(folder, cameras, config=config, expansion=expansion, fps=fps)


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
    found = (arguments["config_hash"], arguments["actions_sha256"])
    if batch.expects.get(rollout.name, found) != found:
        what = "this rollout cannot be made again: its world or its source has changed since"
        raise ConfigError(what, where=rollout.name, got=rollout.source)
    checks = {"expansion": _checked(expansion.kind)}
    if left_out := undrawn(expansion, choice.renderer_of(stage.session.world).name):
        checks["looks"] = left_out
    return SampleFacts(rollout, arguments, provenance, checks)


def _checked(kind: str) -> str:
    """What was made sure of before the first frame, by `changed`."""
    return {
        "none": "nothing is changed",
        "appearance": "every changed key is one of looks, which no state depends on",
        "physics": "one parameter or the actions are changed, and nothing else",
    }[kind]
