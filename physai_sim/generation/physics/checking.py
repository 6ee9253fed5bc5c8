"""`physai physics`: reads a video and its truth, and writes how one holds against the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from physai_sim.core.errors import ConfigError
from physai_sim.core.output import Mode, prepare_folder, write_json
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.evaluation.run_record import RunRecord
from physai_sim.generation.batch.sample_files import video_name
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.counterfactual import counterfactual
from physai_sim.generation.physics.diversity import PLAIN, diversity
from physai_sim.generation.physics.document import document, plain
from physai_sim.generation.physics.intent import request_beside
from physai_sim.generation.physics.page.page import write_page
from physai_sim.generation.physics.perceptual import lpips_distance
from physai_sim.generation.physics.reading import Excerpt, read_clip
from physai_sim.generation.physics.report import Report, report
from physai_sim.generation.physics.requirements import Wanted, checked
from physai_sim.generation.physics.truth import Truth, View, true_film
from physai_sim.generation.resimulation import cameras_of
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.generation.source.read import place_of, read_source, read_sources

JSON_FILE, PAGE_FILE = "physics.json", "physics.html"


@dataclass(frozen=True, slots=True)
class Pair:
    """A video and the episode that it is to show.

    Args:
        video: A video file, a folder of pictures, a dataset or a bag.
        truth: A bag, `DATASET[:EPISODE]` or `WORLD:SEED`.
    """

    video: Path
    truth: str


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What is to be checked.

    Args:
        pair: The video and its truth.
        camera: Of the world; None: the world's first.
        hz: Frames per second of a folder of pictures.
        frames: How many frames of the truth are meant; None: all.
        masks: Where bodies are seen in the video, if somebody knows.
        depth: Of the video, if the generator gave it.
        other: Another video from the same start, with other actions, and its truth.
        variants: Further videos of the same episode in other looks.
        lpips: Whether their diversity is told by LPIPS too.
        settings: `KEY=VALUE`, of the truth's world.
        out: Folder for the report; None: none is written.
        mode: What happens to an earlier one there.
        required: Beside the limits of the measures.
    """

    pair: Pair
    camera: str | None = None
    hz: int | None = None
    frames: int | None = None
    masks: Path | None = None
    depth: Path | None = None
    other: Pair | None = None
    variants: tuple[Path, ...] = ()
    lpips: bool = False
    settings: tuple[str, ...] = ()
    out: Path | None = None
    mode: Mode = "new"
    required: tuple[Wanted, ...] = ()


def check(request: CheckRequest) -> dict[str, Any]:
    """Check a video.

    Returns:
        The content of physics.json.

    Raises:
        PhysAIError: If video and truth cannot be read, or do not belong together.
    """
    if request.out is None:
        return _checked(request)[0]
    prepare_folder(request.out, request.mode, inputs=_inputs(request))
    with RunRecord(request.out, {"command": "physics", "config": _plain_request(request)}):
        found, one = _checked(request)
        write_json(request.out / JSON_FILE, found)
        write_page(request.out / PAGE_FILE, found, one)
    return found


def _inputs(request: CheckRequest) -> Iterator[Path]:
    """All that is read."""
    for pair in filter(None, (request.pair, request.other)):
        yield pair.video
        yield place_of(pair.truth)
    yield from filter(None, (request.masks, request.depth, *request.variants))


def _checked(request: CheckRequest) -> tuple[dict[str, Any], Report]:
    clip, truth = _read(request, request.pair)
    one = report(clip, truth)
    more = {"counterfactual": _counterfactual(request, one), "diversity": _diversity(request, one)}
    found = {**document(one), **more}
    verdicts = checked(request.required, found)
    return {**found, "requirements": [plain(asdict(verdict)) for verdict in verdicts]}, one


def _counterfactual(request: CheckRequest, one: Report) -> Mapping[str, Any] | None:
    """Whether the difference to the other video goes where physics sends it."""
    if request.other is None:
        return None
    clip, truth = _read(replace(request, masks=None, depth=None), request.other)
    other = report(clip, truth, measures=())
    score = counterfactual(one.sight, one.truth, other.sight, other.truth)
    result: Mapping[str, Any] = plain(asdict(score))
    return result


def _diversity(request: CheckRequest, one: Report) -> Mapping[str, Any] | None:
    """How much the variants of the episode differ in looks."""
    if not request.variants:
        return None
    excerpt = Excerpt(camera=request.camera, hz=request.hz)
    others = {str(path): read_clip(path, excerpt).frames for path in request.variants}
    films = {one.clip.name: one.clip.frames, **others}
    distances = {**PLAIN, "lpips": lpips_distance()} if request.lpips else PLAIN
    result: Mapping[str, Any] = plain(asdict(diversity(films, distances=distances)))
    return result


def _read(request: CheckRequest, pair: Pair) -> tuple[Clip, Truth]:
    """A clip and the true film of the same size, rate and camera."""
    excerpt = Excerpt(camera=request.camera, hz=request.hz)
    clip = read_clip(pair.video, excerpt, masks=request.masks, depth=request.depth)
    asked = request_beside(pair.video)
    source = read_source(_only(pair.truth), request.settings)
    high, wide = clip.frames.shape[1:3]
    camera, frames = request.camera or _camera(pair, asked, source), request.frames
    if asked is not None:
        clip = replace(clip, expansion=asked.expansion)
        frames = frames or asked.num_frames
    if frames is not None and frames != len(clip.frames):  # before the truth is filmed
        what, expected = "another number of frames than is meant", f"{frames}"
        raise ConfigError(what, where=clip.name, got=len(clip.frames), expected=expected)
    return clip, true_film(source, View(camera, clip.hz, (wide, high), frames))


def _camera(pair: Pair, asked: RolloutRequest | None, source: SourceEpisode) -> str:
    """The camera that a sample's video is of, by its name; else the world's first."""
    if asked is None or not asked.cameras:
        return next(iter(cameras_of(source)))
    named = [one for one in asked.cameras if pair.video.name == video_name(one, alone=False)]
    return (named or list(asked.cameras))[0]


def _only(truth: str) -> str:
    """The one episode that a name stands for; the first of several."""
    return read_sources(truth)[0]


def _plain_request(request: CheckRequest) -> dict[str, Any]:
    return {key: plain(value) for key, value in asdict(request).items() if key != "mode"}
