"""How a camera that is fixed to something that moves has moved in a clip.

Why: where the camera drives along, the clip shows the motion of the car by that of all the rest.

Every frame of the clip is laid over the nearest of a few true frames, whose depth and pose the
engine knows, from where the frame before stood. So errors do not add up along the way, and a clip
that goes slower or elsewhere finds other true frames nearest.

Legend: T frames.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array, from_matrix
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.motion import carrier_of, is_arm, pose_of
from physai_sim.generation.physics.odometry.alignment import NONE, Agreement, aligned
from physai_sim.generation.physics.odometry.contrast import even_contrast, pyramid
from physai_sim.generation.physics.odometry.reference import Reference, reference
from physai_sim.generation.physics.odometry.steadiness import steady
from physai_sim.generation.physics.sight import CameraMotion
from physai_sim.generation.physics.tracking.regions import grown
from physai_sim.generation.physics.truth import Truth

# Time between true frames that are looked at: near enough to look alike, too far apart for a film
# to be compared with nothing but itself [s].
APART_S = 0.25
# Of these, so many are tried: dashes and windows that repeat mislead one of them, hardly two.
TRIED = 2
# Noise of a compressed film moves a correlation by so much, and says nothing of who is right.
AS_WELL = 0.02
# Below this correlation with the true film, a frame may stand anywhere; noise reaches 0.3.
LEAST_CORRELATION = 0.70
# Share of the frames that may be below, as sudden turns and what comes close are.
LOST_SHARE = 0.1
# A body that moves no further than this is part of the scene [m, and of a quaternion].
STILL = 1e-3
# In this time a shadow that comes along has left its place [s].
SHADOW_S = 0.25
# Outlines of what moves are blurred over so many pixels.
OUTLINE_PX = 2


def camera_motion(clip: Clip, truth: Truth) -> CameraMotion | None:
    """Follow the camera through a clip; None for one that stands in the world.

    Args:
        clip: The clip.
        truth: Of as many frames, of the same camera.
    """
    if carrier_of(truth) is None:
        return None
    if any(truth.camera.distortion):
        return _unknown(truth, "a camera whose lens bends lines is not followed")
    return _followed(clip.frames, _Scene(truth))


def _followed(frames: NDArray[np.uint8], scene: _Scene) -> CameraMotion:
    here = scene.poses[0]
    step, found, fits = np.eye(4), [here], [Agreement(1.0, 0)]
    for frame in frames[1:]:
        guess = here @ step
        pictures = pyramid(even_contrast(frame))
        pose, fit = _best(
            [aligned(known, pictures, guess) for known in scene.nearest(guess)], guess
        )
        # A camera that was lost stands where it was last: its motion would lead astray.
        after = here if fit is NONE else pose
        step, here = np.linalg.inv(here) @ after, after
        found.append(here)
        fits.append(fit)
    return CameraMotion(
        np.array([_row(matrix) for matrix in found]),
        np.array([fit.points for fit in fits]),
        _doubt([fit.correlation for fit in fits]),
    )


def _best(tries: list[tuple[Array, Agreement]], guess: Array) -> tuple[Array, Agreement]:
    """What fits best; of what fits about as well, that which is nearest to where it was going."""
    most = max(fit.correlation for _, fit in tries)
    alike = [one for one in tries if one[1].correlation >= most - AS_WELL]
    return min(alike, key=lambda one: float(np.linalg.norm(one[0][:3, 3] - guess[:3, 3])))


def _doubt(correlations: list[float]) -> str | None:
    lost = [number for number, value in enumerate(correlations) if value < LEAST_CORRELATION]
    if len(lost) <= LOST_SHARE * len(correlations):
        return None
    return (
        f"the motion of the camera cannot be followed: {len(lost)} of {len(correlations)} frames"
        f" are too unlike the true film, the first is {lost[0]} with a correlation of"
        f" {correlations[lost[0]]:.2f}, at least {LEAST_CORRELATION} is needed"
    )


def _unknown(truth: Truth, reason: str) -> CameraMotion:
    lost = np.full_like(truth.camera_poses, np.nan)
    lost[0] = truth.camera_poses[0]
    return CameraMotion(lost, np.zeros(len(lost), dtype=np.int64), reason)


class _Scene:
    """True frames that a clip is laid over, each made ready when it is first needed."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth
        self.poses = np.array([pose_of(row).matrix() for row in truth.camera_poses])
        apart = max(1, round(APART_S * truth.hz))
        self._numbers = np.arange(0, len(self.poses), apart)
        self._ready: dict[int, Reference] = {}

    def nearest(self, pose: Array) -> list[Reference]:
        """The true frames whose views have most in common with that of a pose, (4, 4)."""
        there = self.poses[self._numbers]
        away = np.linalg.norm(there[:, :3, 3] - pose[:3, 3], axis=1) / self._depth_m
        turned = np.linalg.norm(there[:, :3, :3] - pose[:3, :3], axis=(1, 2))
        best = np.argsort(2.0 * away + turned, kind="stable")[:TRIED]
        return [self._known(int(number)) for number in self._numbers[best]]

    def _known(self, number: int) -> Reference:
        if number not in self._ready:
            self._ready[number] = self._reference(number)
        return self._ready[number]

    @cached_property
    def _depth_m(self) -> float:
        depths = self._truth.depth_m[0]
        return float(np.median(depths[np.isfinite(depths)]))

    @cached_property
    def _movers(self) -> list[int]:
        """Labels of what carries the camera, and of what moves in the film."""
        truth, carrier = self._truth, carrier_of(self._truth)
        return [
            1 + truth.names.index(name)
            for name, rows in truth.poses.items()
            if name in truth.names and (name == carrier or np.ptp(rows, axis=0).max() > STILL)
        ]

    def _reference(self, number: int) -> Reference:
        truth = self._truth
        return reference(
            even_contrast(truth.rgb[number]),
            truth.depth_m[number],
            self._fixed(number),
            camera=truth.camera,
            matrix=self.poses[number],
        )

    def _fixed(self, number: int) -> NDArray[np.bool_]:
        """Where the scene is seen as it always looks, (H, W).

        The shadow of an arm lies before the camera on its wrist; that of a car lies below it.
        """
        truth, carrier = self._truth, carrier_of(self._truth)
        fixed = ~grown(np.isin(truth.labels[number], self._movers), OUTLINE_PX)
        if carrier is None or not is_arm(truth, carrier):
            return fixed
        apart = max(1, round(SHADOW_S * truth.hz))
        for other in {max(number - apart, 0), min(number + apart, len(self.poses) - 1)}:
            fixed &= steady(
                truth.rgb[number],
                truth.depth_m[number],
                truth.rgb[other],
                motion=np.linalg.inv(self.poses[other]) @ self.poses[number],
                camera=truth.camera,
            )
        return fixed


def _row(matrix: Array) -> Array:
    return np.array([*matrix[:3, 3], *from_matrix(matrix[:3, :3])])
