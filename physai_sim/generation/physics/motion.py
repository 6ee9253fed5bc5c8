"""Where the bodies of a clip went, in metres, beside where the engine says they went.

Legend: T frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array, Pose
from physai_sim.generation.physics.lifting import body_middle, lifted
from physai_sim.generation.physics.sight import CameraMotion, Sight, Track
from physai_sim.generation.physics.truth import Truth

LEAST_FRAMES = 3  # fewer say nothing of a path


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """One body's way through a film, in the world frame; rows without a sighting are NaN.

    Args:
        seen: As the clip shows it, shape (T, 3) [m].
        true: As the engine has it, shape (T, 3) [m].
        rays: Unit vectors from the camera to where it is seen, shape (T, 3); None where what is
            seen does not hang on the true distance.
    """

    seen: Array
    true: Array
    rays: Array | None = None

    @property
    def known(self) -> NDArray[np.bool_]:
        """Frames in which both are there, shape (T,)."""
        return np.asarray(np.isfinite(self.errors_m()))

    def errors_m(self) -> Array:
        """Distance between the two at each frame, NaN where one is missing, shape (T,) [m]."""
        distance: Array = np.linalg.norm(self.seen - self.true, axis=1)
        return distance

    def across(self, moved: Array, at: NDArray[np.int64]) -> Array:
        """The part of displacements that the camera sees: across the ray, not along it.

        Along the ray a body is put where the true one is, so that even a film that stands still
        would seem to go some of the true way.

        Args:
            moved: Displacements, shape (N, 3) [m].
            at: The frame that each of them starts from, shape (N,).
        """
        if self.rays is None:
            return moved
        rays = self.rays[at]
        result: Array = moved - (moved * rays).sum(axis=1, keepdims=True) * rays
        return result

    def rmse_m(self) -> float:
        """Root mean square of the distance over the frames that have one [m]."""
        return float(np.sqrt(np.nanmean(self.errors_m() ** 2)))

    def length_m(self) -> float:
        """How far the engine says that the body went in the frames that are known [m]."""
        return float(np.linalg.norm(np.diff(self.true[self.known], axis=0), axis=1).sum())


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """All paths that can be read from a sight.

    Args:
        paths: By name of the body.
        doubts: Why a body is left out, by its name.
    """

    paths: Mapping[str, Path]
    doubts: Mapping[str, str]


def motion_of(sight: Sight, truth: Truth) -> Motion:
    """Lift what was seen to metres.

    A rigid body is compared by its middle. An arm has joints, so that no point of it stands for
    all: there the middle of what is seen of it is compared with the middle of its pixels in the
    true film. What carries the camera is compared by the motion of the camera.
    """
    carrier, camera = carrier_of(truth), sight.camera
    doubts = {name: track.doubt for name, track in sight.tracks.items() if track.doubt is not None}
    found = {
        name: _lifted_path(track, truth)
        for name, track in sight.tracks.items()
        if track.doubt is None and name != carrier
    }
    if carrier is not None and camera is not None:
        if camera.doubt is None:
            seen = np.array([pose.position_m for pose in carried(carrier, camera, truth)])
            found[carrier] = Path(seen, truth.tools.get(carrier, truth.poses[carrier])[:, :3])
        else:
            doubts[carrier] = camera.doubt
    known = {name: path for name, path in found.items() if path.known.sum() >= LEAST_FRAMES}
    few = f"seen in fewer than {LEAST_FRAMES} frames"
    return Motion(known, doubts | dict.fromkeys(found.keys() - known.keys(), few))


def is_arm(truth: Truth, name: str) -> bool:
    """Whether a body is a robot with joints, and not one on wheels."""
    robot = truth.spec.robots.get(name)
    return robot is not None and robot.wheelbase_m is None


def carrier_of(truth: Truth) -> str | None:
    """The body that the camera is fixed to; None for one that stands in the world."""
    name = truth.camera.parent.partition("/")[0]
    return None if name == "world" else name


def pixel_m(truth: Truth) -> float:
    """Length of one pixel at the depth of what can move: what no tracker sees is finer [m].

    What carries the camera is always near it, and says nothing of the scene.
    """
    movers = truth.poses.keys() - {carrier_of(truth)}
    numbers = [1 + truth.names.index(n) for n in movers if n in truth.names]
    depths = truth.depth_m[np.isin(truth.labels, numbers) & np.isfinite(truth.depth_m)]
    if not depths.size:
        depths = truth.depth_m[np.isfinite(truth.depth_m)]
    depth = float(np.median(depths)) if depths.size else truth.camera.far_m
    return depth / truth.camera.focal_px


def _lifted_path(track: Track, truth: Truth) -> Path:
    seen = lifted(track, truth)
    rays = seen - truth.camera_poses[:, :3]
    with_length = rays / np.linalg.norm(rays, axis=1, keepdims=True)
    return Path(seen, _true_path(track, truth), with_length)


def _true_path(track: Track, truth: Truth) -> Array:
    if not is_arm(truth, track.body):
        return body_middle(truth, track.body)
    return lifted(by_mask(track, truth), truth)


def by_mask(track: Track, truth: Truth) -> Track:
    """The same body in the true film, by the engine's own pixels; its middle only."""
    mask = truth.mask(track.body)
    areas = mask.sum((1, 2))
    rows, columns = np.arange(mask.shape[1]), np.arange(mask.shape[2])
    sums = np.stack([(mask.sum(1) * columns).sum(1), (mask.sum(2) * rows).sum(1)], axis=1)
    centre = np.where(areas[:, None] > 0, sums / np.maximum(areas, 1)[:, None], np.nan)
    return replace(track, seen=areas > 0, centre_px=centre, area_px=areas * 1.0)


def carried(name: str, camera: CameraMotion, truth: Truth) -> list[Pose]:
    """Poses of an arm's tool, or of a car, that carries the camera rigidly, T of them."""
    first = truth.tools.get(name, truth.poses[name])[0]
    offset = pose_of(truth.camera_poses[0]).inverse().compose(pose_of(first))
    return [pose_of(row).compose(offset) for row in camera.poses]


def pose_of(row: Array) -> Pose:
    """The pose in a row of position and xyzw, shape (7,)."""
    x, y, z, qx, qy, qz, qw = (float(v) for v in row)
    return Pose((x, y, z), (qx, qy, qz, qw))
