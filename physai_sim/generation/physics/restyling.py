"""The true film as it would look in a clip's light, weather and surfaces.

How well a body can be followed hangs on its colours, on those around it, and on what falls before
it. So a clip in other looks is held against the true film in these looks, as far as they can be
read from the clip: the colour of each surface from its first frame, where every body is where the
truth has it; and, where the camera stands still, what flickers: rain, snow, noise.

Legend: T frames, H x W image rows x columns, L labels.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.generation.physics.tracking.colours import lab_of
from physai_sim.generation.physics.tracking.regions import grown
from physai_sim.generation.physics.truth import Truth

Frames = NDArray[np.uint8]
Floats = NDArray[np.float32]

# Twice what can just be seen side by side, in CIE L*a*b*: codecs alone reach half of this.
OTHER_LAB = 4.6
# Flicker beyond that of the true film, which has edges of shadows in it, that is told
# [grey levels, root mean square].
LEAST_FLICKER = 1.25
# How far light may darken or brighten a channel: beyond, a surface that reflects nothing in it
# would be taken for a lamp.
LEAST_GAIN, MOST_GAIN = 0.02, 20.0
# Fewer pixels have no colour to speak of; a label's rim is mixed with what is beside it.
LEAST_PX, LEAST_INNER_PX = 4, 12
# Flicker is what a median over so many columns and rows takes away: specks, and no bodies.
SPECK_PX = 5
# What passes by in the truth is no flicker, and what changes by so much over more than specks is
# none [grey levels], with their edges [px].
BROAD, EDGE_PX = 16.0, 3
# Flicker is laid elsewhere than it was, by these shares of height and width: of what the clip
# alone has in one place, nothing is kept there. Where a body hid it, the next share is tried.
MOVED = ((0.25, 0.25), (0.5, 0.5), (0.75, 0.25), (0.25, 0.75))


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """How a clip looks, beside how the truth does.

    Args:
        gains: What the light from each label is multiplied by, shape (L, 3), in linear red, green
            and blue.
        flicker: What is added to each frame, shape (T, H, W, 3) [grey levels]; None: nothing.
    """

    gains: Floats
    flicker: Floats | None

    @property
    def flicker_rms(self) -> float:
        """Root mean square of the flicker [grey levels]."""
        return 0.0 if self.flicker is None else _rms(self.flicker)

    def film(self, truth: Truth) -> Frames:
        """The true film in these looks, shape (T, H, W, 3)."""
        return np.stack([self.frame(truth, index) for index in range(len(truth.rgb))])

    def frame(self, truth: Truth, index: int) -> Frames:
        """One frame of it, shape (H, W, 3)."""
        light = _linear(truth.rgb[index]) * self.gains[truth.labels[index]]
        picture = 255.0 * _encoded(light)
        if self.flicker is not None:
            picture = picture + self.flicker[index]
        return np.asarray(np.clip(picture + 0.5, 0.0, 255.0), dtype=np.uint8)


def looks_of(frames: Frames, truth: Truth, usual: Frames) -> Looks | None:
    """How a clip looks; None where that is how the truth does.

    Args:
        frames: Of the clip, shape (T, H, W, 3).
        truth: Of as many frames.
        usual: The true film as the clip's codec leaves it, shape (T, H, W, 3).
    """
    colours = Looks(_gains(frames[0], usual[0], truth), None)
    flicker = _more_flicker(frames, truth, usual) if truth.camera.parent == "world" else None
    if flicker is None and not _is_other(colours.frame(truth, 0), truth):
        return None
    return Looks(colours.gains, flicker)


def _is_other(first: Frames, truth: Truth) -> bool:
    """Whether the colour of any label is another than the truth's, in the first frame."""
    change = np.linalg.norm(lab_of(first) - lab_of(truth.rgb[0]), axis=-1)
    labels = truth.labels[0]
    return any(change[labels == one].mean() > OTHER_LAB for one in np.unique(labels))


def _gains(first: Frames, usual: Frames, truth: Truth) -> Floats:
    """Ratio of the clip's light to the truth's by label, (L, 3); of all where none is seen."""
    ours, theirs, labels = _linear(usual), _linear(first), truth.labels[0]
    whole = np.ones(labels.shape, dtype=bool)
    gains = np.tile(_gain(ours, theirs, whole), (1 + len(truth.names), 1))
    for label in np.unique(labels):
        mask = labels == label
        inner = cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        used = inner if inner.sum() >= LEAST_INNER_PX else mask
        if used.sum() >= LEAST_PX:
            gains[label] = _gain(ours, theirs, used)
    return gains


def _gain(ours: Floats, theirs: Floats, mask: NDArray[np.bool_]) -> Floats:
    """Ratio of medians, shape (3,): flakes before a surface do not change it."""
    ratio = np.median(theirs[mask], axis=0) / np.maximum(np.median(ours[mask], axis=0), 1e-3)
    return np.asarray(np.clip(ratio, LEAST_GAIN, MOST_GAIN), dtype=np.float32)


def _more_flicker(frames: Frames, truth: Truth, usual: Frames) -> Floats | None:
    """The flicker of a clip; None where it is about as little as that of the true film."""
    found = _flicker(frames, truth)
    return found if _rms(found) > LEAST_FLICKER + _rms(_flicker(usual, truth)) else None


def _flicker(frames: Frames, truth: Truth) -> Floats:
    """What comes and goes in specks before what stands still, laid elsewhere, (T, H, W, 3)."""
    usual = np.median(frames, axis=0).astype(np.float32)
    shown = _most_common(truth.labels)
    found = np.empty(frames.shape, np.float32)
    for index, frame in enumerate(frames):
        change = np.clip(frame.astype(np.float32) - usual, -127.0, 127.0)
        broad = cv2.medianBlur((change + 128.0).astype(np.uint8), SPECK_PX) - np.float32(128.0)
        bodies = (truth.labels[index] != shown) | (np.abs(broad).max(axis=-1) > BROAD)
        found[index] = np.where(grown(bodies, EDGE_PX)[..., None], np.nan, change - broad)
    return np.stack([_moved(frame) for frame in found])


def _rms(flicker: Floats) -> float:
    return float(np.sqrt(np.mean(flicker**2)))


def _most_common(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """What each pixel shows for the longest time, (H, W)."""
    names = np.unique(labels)
    counts = np.stack([(labels == one).sum(axis=0) for one in names])
    return np.asarray(names[counts.argmax(axis=0)])


def _moved(flicker: Floats) -> Floats:
    """Flicker of a frame elsewhere, (H, W, 3); what a body hid, NaN there, from farther away."""
    high, wide = flicker.shape[:2]
    result = np.full_like(flicker, np.nan)
    for down, across in MOVED:
        other = np.roll(flicker, (round(down * high), round(across * wide)), axis=(0, 1))
        result = np.where(np.isnan(result), other, result)
    return np.nan_to_num(result)


def _linear(encoded: Frames) -> Floats:
    """Light of the pixels of a picture, in [0, 1]. Source: IEC 61966-2-1 (sRGB)."""
    unit = encoded.astype(np.float32) / 255.0
    dark, bright = unit / 12.92, ((unit + 0.055) / 1.055) ** 2.4
    return np.asarray(np.where(unit <= 0.04045, dark, bright), dtype=np.float32)


def _encoded(light: Floats) -> Floats:
    """The inverse of `_linear`, in [0, 1], for light of any strength."""
    unit = np.clip(light, 0.0, 1.0)
    dark, bright = unit * 12.92, 1.055 * unit ** (1 / 2.4) - 0.055
    return np.asarray(np.where(unit <= 0.0031308, dark, bright), dtype=np.float32)
