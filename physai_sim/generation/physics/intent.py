"""What a clip is meant to show: the episode as it was, or with the physics that was asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from physai_sim.core.errors import ConfigError
from physai_sim.core.rollouts import Expansion
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth, true_film
from physai_sim.generation.variation.appearance import changed

ARGS = "sample_args.json"
_MOST_BYTES = 10_000_000
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


def expansion_beside(video: Path) -> Expansion | None:
    """The expansion that `sample_args.json` beside a video names; None where there is none.

    Raises:
        ConfigError: If the file cannot be read.
    """
    path = (video if video.is_dir() else video.parent) / ARGS
    if not path.is_file():
        return None
    if path.stat().st_size > _MOST_BYTES:
        raise ConfigError("too large to hold the arguments of a sample", where=str(path))
    try:
        return _expansion(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"does not say how its sample was expanded: {error}"
        raise ConfigError(what, where=str(path)) from None


def _expansion(args: Any) -> Expansion | None:
    told = args.get("request", args).get("expansion")
    if told is None:
        return None
    kind = told["kind"]
    if kind not in ("none", "appearance", "physics"):
        raise ValueError(f"no such kind: {kind!r}")
    return Expansion(kind, str(told["name"]), tuple(map(str, told["settings"])), told["actions"])
