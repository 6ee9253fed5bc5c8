"""What a clip is meant to show: the episode as it was, or with the physics that was asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from physai_sim.core.rollouts import RolloutRequest
from physai_sim.generation.batch.sample_arguments import read_arguments
from physai_sim.generation.batch.sample_files import ARGUMENTS
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth, true_film
from physai_sim.generation.variation.appearance import changed

# Where a world file places its cameras.
_CAMERAS = ("sensors.", "view.")


def meant(clip: Clip, truth: Truth) -> Truth:
    """The truth that a clip is to be held against.

    Returns:
        The truth itself; where the clip is meant to show other physics, that of the episode with
        the change, played anew, which holds the former as `before`; where it is meant to be taken
        by a camera that stands elsewhere, the film of that camera.
    """
    if clip.expansion is None:
        return truth
    view = replace(truth.view, frames=len(truth.stamps_ns))
    if clip.expansion.kind == "physics":
        return replace(true_film(changed(truth.source, clip.expansion), view), before=truth)
    cameras = tuple(one for one in clip.expansion.settings if one.startswith(_CAMERAS))
    if not cameras:
        return truth
    return true_film(changed(truth.source, replace(clip.expansion, settings=cameras)), view)


def request_beside(video: Path) -> RolloutRequest | None:
    """What `sample_args.json` beside a video asked for; None where there is none.

    Raises:
        ConfigError: If the file cannot be read.
    """
    path = (video if video.is_dir() else video.parent) / ARGUMENTS
    return read_arguments(path)[0] if path.is_file() else None
