"""Poses from /tf: the chain of transforms from the robot's base to the frame that stands still.

Legend: T stamps; pose = position 3 [m], quaternion xyzw 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.ingest.fast_decoding import Moved
from physai_sim.evaluation.ingest.row_faults import GREATEST
from physai_sim.evaluation.ingest.stamps import Stamps, in_order

_BASES = ("base_link", "base_footprint")
_ROOTS = ("map", "odom", "world")


class TransformTree:
    """All transforms of a recording.

    Args:
        moving: Of `/tf`, in the order in which they were recorded.
        fixed: Of `/tf_static`.

    Attributes:
        left_out: How many were no sound numbers.
    """

    def __init__(self, moving: Iterable[Moved], fixed: Iterable[Moved]) -> None:
        self._parents: dict[str, str] = {}
        self._fixed: dict[str, Array] = {}
        self.left_out = 0
        rows: dict[str, tuple[list[int], list[Sequence[float]]]] = {}
        for item in fixed:
            self._parents[item.child] = item.parent
            self._fixed[item.child] = np.array([item.pose])
        for item in moving:
            if not (np.abs(item.pose) <= GREATEST).all():
                self.left_out += 1
                continue
            self._parents[item.child] = item.parent
            stamps, poses = rows.setdefault(item.child, ([], []))
            stamps.append(item.stamp_ns)
            poses.append(item.pose)
        self._moving = {child: _in_order(*found) for child, found in rows.items()}

    def poses(self, base: str, world: str) -> tuple[Stamps, Array] | None:
        """Pose of a frame in another whenever its nearest moving transform was told.

        Args:
            base: The frame that moves; `base_footprint` will do for `base_link`.
            world: The frame that stands still; the next one below it if the chain ends there.

        Returns:
            Stamps, shape (T,) [ns], and poses, shape (T, 7); None where no chain leads there.
        """
        bases = [base, *_BASES] if base in _BASES else [base]
        chains = [self._chain(name, world) for name in bases if name in self._parents]
        chain = next((links for links in chains if set(links) & self._moving.keys()), None)
        if chain is None:
            return None
        stamps = self._moving[next(child for child in chain if child in self._moving)][0]
        heard = [self._moving[child][0][0] for child in chain if child in self._moving]
        stamps = stamps[stamps >= max(heard)]
        poses = np.tile([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0], (len(stamps), 1))
        for child in chain:
            poses = compose(self._at(child, stamps), poses)
        return stamps, poses

    def described(self) -> str:
        """What there is, in one line."""
        links = sorted(f"{parent} -> {child}" for child, parent in self._parents.items())
        return ", ".join(links) or "no transform"

    def _chain(self, base: str, world: str) -> list[str]:
        """Children on the way up, the base first; empty where it leads elsewhere."""
        chain, frame = [], base
        while frame in self._parents and frame != world and frame not in chain:
            chain.append(frame)
            frame = self._parents[frame]
        return chain if frame in (world, *_ROOTS) else []

    def _at(self, child: str, stamps: Stamps) -> Array:
        if child in self._fixed:
            return self._fixed[child]
        known, poses = self._moving[child]
        return poses[np.searchsorted(known, stamps, side="right") - 1]


def compose(outer: Array, inner: Array) -> Array:
    """Poses of what has the pose `inner` in frames that have the pose `outer`, shape (T, 7)."""
    axis, w = outer[:, 3:6], outer[:, 6:7]
    a, b = inner[:, 3:6], inner[:, 6:7]
    turned = b * axis + w * a + np.cross(axis, a)
    real = w * b - np.sum(axis * a, axis=1, keepdims=True)
    return np.hstack([outer[:, :3] + rotate(outer[:, 3:7], inner[:, :3]), turned, real])


def rotate(turns: Array, vectors: Array) -> Array:
    """Vectors, shape (T, 3), turned by unit quaternions xyzw, shape (T, 4)."""
    axis, w = turns[:, :3], turns[:, 3:4]
    twice = 2.0 * np.cross(axis, vectors)
    return np.asarray(vectors + w * twice + np.cross(axis, twice))


def _in_order(stamps: Sequence[int], poses: Sequence[Sequence[float]]) -> tuple[Stamps, Array]:
    known = np.array(stamps, dtype=np.int64)
    is_kept = in_order(known).is_kept
    if not is_kept.any():  # transforms that bear no time hold always
        return np.zeros(1, dtype=np.int64), np.array(poses[-1:])
    return known[is_kept], np.array(poses)[is_kept]
