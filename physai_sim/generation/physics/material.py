"""All that a check of a video reads: clips, the true films of their episodes, and variants.

Why before the folder of the report is made: what cannot be read leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from physai_sim.core.errors import ConfigError
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.generation.batch.sample_files import video_name
from physai_sim.generation.physics.check_request import CheckRequest, Pair
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.diversity import PLAIN, Distance
from physai_sim.generation.physics.intent import request_beside
from physai_sim.generation.physics.likeness import Frames
from physai_sim.generation.physics.perceptual import lpips_distance
from physai_sim.generation.physics.reading import Excerpt, read_clip
from physai_sim.generation.physics.report import require_alike
from physai_sim.generation.physics.truth import Truth, View, true_film
from physai_sim.generation.resimulation import cameras_of
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.generation.source.read import read_source, read_sources


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What was read.

    Args:
        clip: The video.
        truth: The true film of its episode.
        other: Another video from the same start and its truth, if there is one.
        variants: Films of the same episode in other looks, by name.
        distances: How far two films are from each other in looks, by name.
    """

    clip: Clip
    truth: Truth
    other: tuple[Clip, Truth] | None
    variants: Mapping[str, Frames]
    distances: Mapping[str, Distance]


def read_material(request: CheckRequest) -> Material:
    """Read everything.

    Raises:
        PhysAIError: If something cannot be read, or video and truth do not belong together.
        MachineError: If LPIPS is wanted and is not here.
    """
    distances = {**PLAIN, "lpips": lpips_distance()} if request.lpips else PLAIN
    excerpt = Excerpt(camera=request.camera, hz=request.hz)
    variants = {str(path): read_clip(path, excerpt).frames for path in request.variants}
    other = None
    if request.other is not None:
        other = _read(replace(request, masks=None, depth=None), request.other)
    return Material(*_read(request, request.pair), other, variants, distances)


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
    truth = true_film(source, View(camera, clip.hz, (wide, high), frames))
    require_alike(clip, truth)
    return clip, truth


def _camera(pair: Pair, asked: RolloutRequest | None, source: SourceEpisode) -> str:
    """The camera that a sample's video is of, by its name; else the world's first."""
    if asked is None or not asked.cameras:
        return next(iter(cameras_of(source)))
    named = [one for one in asked.cameras if pair.video.name == video_name(one, alone=False)]
    return (named or list(asked.cameras))[0]


def _only(truth: str) -> str:
    """The one episode that a name stands for; the first of several."""
    return read_sources(truth)[0]
