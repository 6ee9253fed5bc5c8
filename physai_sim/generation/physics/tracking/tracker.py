"""Follows several bodies through a clip; a pixel belongs to one of them at most.

Legend: T frames, B bodies, H x W image rows x columns.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from physai_sim.generation.physics.sight import Track
from physai_sim.generation.physics.tracking.colours import bins_of, lab_of
from physai_sim.generation.physics.tracking.doubts import doubt_of
from physai_sim.generation.physics.tracking.flow import Flow
from physai_sim.generation.physics.tracking.follower import Follower
from physai_sim.generation.physics.tracking.marks import track_of

Mask = NDArray[np.bool_]
Bins = NDArray[np.int64]


def tracked(frames: NDArray[np.uint8], first: Mapping[str, Mask]) -> dict[str, Track]:
    """Follow bodies by their colours and by optical flow.

    Args:
        frames: Colours, shape (T, H, W, 3).
        first: Pixels of each body in the first frame, (H, W) by name; at least one each.
    """
    if not first:
        return {}
    bins = [bins_of(lab_of(frame)) for frame in frames]
    followers = [Follower(name, mask, bins[0]) for name, mask in first.items()]
    masks = np.zeros((len(followers), *frames.shape[:3]), dtype=bool)
    copies = np.zeros((len(followers), len(frames)), dtype=np.int64)
    flow = Flow()
    for index, frame in enumerate(frames):
        back = flow.back(frame)
        found = (
            [f.mask for f in followers] if back is None else _step(followers, bins[index], back)
        )
        for number, follower in enumerate(followers):
            follower.take(found[number], bins[index])
            masks[number, index] = found[number]
        copies[:, index] = _copies(followers, bins[index], found)
    return {
        f.body: track_of(
            f.body, frames, masks[k], copies=_more(copies[k]), doubt=doubt_of(f, first[f.body])
        )
        for k, f in enumerate(followers)
    }


def _step(followers: list[Follower], bins: Bins, back: NDArray[np.float32]) -> list[Mask]:
    """The pixels of each body in the next frame."""
    odds = np.array([f.odds(bins) for f in followers])
    logits = odds + np.array([f.prior(back) for f in followers])
    best = logits.argmax(axis=0)
    won = [(best == k) & (logits[k] > 0) for k in range(len(followers))]
    taken = np.array(won)
    found = []
    for k, follower in enumerate(followers):
        free = np.asarray(~np.delete(taken, k, axis=0).any(axis=0))
        taken[k] = follower.choose(won[k], odds[k], free)
        found.append(taken[k].copy())
    return found


def _copies(followers: list[Follower], bins: Bins, found: list[Mask]) -> list[int]:
    """Regions like each body that are none of the bodies."""
    all_bodies = np.any(found, axis=0)
    return [f.alike(f.odds(bins), all_bodies) for f in followers]


def _more(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Beyond what already looked like the body in the first frame."""
    return np.asarray(np.maximum(counts - counts[0], 0))
