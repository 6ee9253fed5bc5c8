"""Whether a video and the truth that it is checked against belong together.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.geometry import Array
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth, View
from physai_sim.generation.resimulation import camera_of

# Outlines of two pictures of the same scene, in whatever light, agree better than this; those of
# two scenes do not. Measured on the shipped worlds and their looks.
IN_COMMON = 0.15
# Outlines may lie this far apart and still count as the same, of the picture's height.
SOFT = 0.02
# Width by height may differ by this share: sizes are whole pixels.
ASPECT = 0.02


def view_of(clip: Clip, camera: str, frames: int | None = None) -> View:
    """The film of an episode that a clip is to be compared with.

    Args:
        clip: The clip.
        camera: Which camera of the world it shows.
        frames: How many frames are compared, from the first on; None: all of both.
    """
    height, width = clip.frames.shape[1:3]
    return View(camera, clip.hz, (width, height), frames)


def cut(clip: Clip, frames: int | None) -> Clip:
    """The first frames of a clip.

    Raises:
        ConfigError: If it has fewer.
    """
    if frames is None:
        return clip
    if not 0 < frames <= len(clip.frames):
        expected = f"1 to {len(clip.frames)}, as many as the video has"
        raise ConfigError(
            "no such number of frames", where=clip.name, got=frames, expected=expected
        )
    return replace(
        clip,
        frames=clip.frames[:frames],
        masks={name: mask[:frames] for name, mask in clip.masks.items()},
        depth_m=None if clip.depth_m is None else clip.depth_m[:frames],
    )


def check_fit(clip: Clip, truth: Truth) -> tuple[str, ...]:
    """Refuse a video and a truth that cannot be compared, and warn of what looks wrong.

    Returns:
        Warnings, one sentence each.

    Raises:
        ConfigError: If rate, size or number of frames differ.
        UnknownNameError: If a mask is of a body that the world does not have.
    """
    where = f"{clip.name} and {truth.source.name}"
    wanted = (truth.camera.width_px, truth.camera.height_px)
    size = (clip.frames.shape[2], clip.frames.shape[1])
    _check("frames per second", clip.hz, truth.hz, where)
    _check("size", size, wanted, where)
    _check("number of frames", len(clip.frames), len(truth.rgb), where)
    for name in clip.masks:
        if name not in truth.names:
            what = "a mask of a body that this world does not have"
            raise UnknownNameError(what, where=where, got=name, known=truth.names)
    return tuple(told for told in (_aspect(size, truth), _scene(clip, truth)) if told)


def in_common(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """How well the outlines of two pictures of one size agree, -1 to 1; colours do not count."""
    marks = [_outlines(picture) for picture in (one, other)]
    spread = [float(np.sqrt((m * m).sum())) for m in marks]
    if min(spread) == 0:
        return 0.0
    return float((marks[0] * marks[1]).sum() / (spread[0] * spread[1]))


def _check(what: str, got: object, wanted: object, where: str) -> None:
    if got != wanted:
        expected = f"{wanted}, as the truth has"
        if what == "number of frames":
            expected += "; `frames` compares as many as both have"
        raise ConfigError(f"another {what}", where=where, got=got, expected=expected)


def _aspect(size: tuple[int, int], truth: Truth) -> str | None:
    """A warning where the picture is wider or narrower than the camera's own."""
    own = camera_of(truth.source, truth.view.camera, None)
    if abs(size[0] * own.height_px / (size[1] * own.width_px) - 1) <= ASPECT:
        return None
    return (
        f"the camera {truth.view.camera} takes pictures of {own.width_px}x{own.height_px}, and the"
        f" video has {size[0]}x{size[1]}: it must not have been stretched"
    )


def _scene(clip: Clip, truth: Truth) -> str | None:
    """A warning where the first frames show different scenes."""
    found = in_common(clip.frames[0], truth.rgb[0])
    if found >= IN_COMMON:
        return None
    return (
        f"the first frames have little in common ({found:.2f}, {IN_COMMON} is usual): this may be"
        f" another camera than {truth.view.camera}, or another episode"
    )


def _outlines(picture: NDArray[np.uint8]) -> Array:
    """Where brightness changes, softened, less its mean, (H, W)."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    marks = cv2.magnitude(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    marks = np.sqrt(marks)  # strong outlines must not be all that counts
    soft = cv2.GaussianBlur(marks, (0, 0), max(0.5, SOFT * picture.shape[0]))
    return np.asarray(soft - soft.mean(), dtype=np.float64)
