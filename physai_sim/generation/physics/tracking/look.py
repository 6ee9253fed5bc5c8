"""Looks at a clip, and at the true film in the same way: all that measures know is seen here."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import UnknownNameError
from physai_sim.generation.physics.camera_motion import camera_motion
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.sight import CameraMotion, How, Sight, Track
from physai_sim.generation.physics.tracking.bodies import followed
from physai_sim.generation.physics.tracking.marks import track_of
from physai_sim.generation.physics.tracking.tracker import tracked
from physai_sim.generation.physics.truth import Truth


def look(clip: Clip, truth: Truth) -> Sight:
    """What is seen in a clip.

    Bodies whose masks are given are taken from these; others are followed from where they are in
    the first frame, which is all that is used of the truth. A camera that something carries is
    followed by the scene that it films.

    Args:
        clip: The clip.
        truth: Of as many frames.

    Raises:
        UnknownNameError: If a mask is of a body that is not in the episode.
    """
    for name in clip.masks:
        if name not in truth.poses:
            what = "a mask of no body of this episode"
            raise UnknownNameError(what, where=clip.name, got=name, known=truth.poses)
    first = {n: m for n, m in followed(truth).items() if n not in clip.masks}
    tracks = {**_given(clip.frames, clip.masks), **tracked(clip.frames, first)}
    how: How = "masks" if clip.masks else "tracker"
    return Sight(clip, how, tracks, camera_motion(clip, truth))


def look_at_truth(truth: Truth, *, how: How, frames: NDArray[np.uint8] | None = None) -> Sight:
    """What is seen in the true film: the floor of every measure.

    Args:
        truth: The truth.
        how: "tracker": by the eyes that look at clips; "masks": by the engine's own masks and
            poses of the camera.
        frames: What a codec left of the film, shape (T, H, W, 3); None: as the engine draws it.
    """
    clip = Clip("the true film", truth.hz, truth.rgb if frames is None else frames)
    if how == "tracker":
        return look(clip, truth)
    tracks = _given(clip.frames, {name: truth.mask(name) for name in followed(truth)})
    return Sight(clip, "masks", tracks, _true_camera(truth))


def _given(frames: NDArray[np.uint8], masks: Mapping[str, NDArray[np.bool_]]) -> dict[str, Track]:
    return {name: track_of(name, frames, mask) for name, mask in masks.items()}


def _true_camera(truth: Truth) -> CameraMotion | None:
    """The engine's poses, where the camera is fixed to something that moves."""
    if truth.camera.parent == "world":
        return None
    height, width = truth.labels.shape[1:]
    return CameraMotion(truth.camera_poses, np.full(len(truth.labels), height * width))
