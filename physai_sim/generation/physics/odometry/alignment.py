"""Lays a picture over a known one: the motion between them that makes both agree.

Source: inverse compositional alignment, Baker and Matthews, "Lucas-Kanade 20 years on", IJCV 2004;
    Kerl et al., "Robust odometry estimation for RGB-D cameras", ICRA 2013.
Legend: H x W image rows x columns, N points.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.odometry.contrast import Picture
from physai_sim.generation.physics.odometry.reference import Level, Reference

ROUNDS = 10
# Fewer points do not hold six numbers against noise.
LEAST_POINTS = 30
# Contrast may be weaker or stronger by this factor: haze, exposure.
GAIN = (0.5, 2.0)
# Tukey's constant: 95 % as efficient as least squares on normal errors (Huber 1981).
TUKEY = 4.685
# Standard deviations of normal errors in a median of magnitudes.
NORMAL = 1.4826
# Steps below a hundredth of a millimetre or a microradian are none.
SMALL = 1e-5
LEAST_DEPTH_M = 0.01


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well a picture fits.

    Args:
        correlation: Of its values with those of the known one, over all points in view; 0 where
            too few are.
        points: How many agree.
    """

    correlation: float
    points: int


NONE = Agreement(0.0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class _Residual:
    """What is left between two pictures at some points, with the weight of each."""

    seen: Array
    known: Array
    rest: Array
    weights: Array
    slopes: Array


def aligned(
    known: Reference, pictures: tuple[Picture, ...], guess: Array
) -> tuple[Array, Agreement]:
    """Where the camera of a picture stands.

    Args:
        known: Of the same lens.
        pictures: Pyramid of even contrast.
        guess: Optical frame to world, shape (4, 4).

    Returns:
        The same, as the picture shows it, and how far the picture agrees. Where too little of the
        known picture is in view, the guess.
    """
    motion, agreement = np.linalg.inv(guess) @ known.matrix, NONE
    for level, picture in reversed(list(zip(known.levels, pictures, strict=True))):
        motion, agreement = _on_level(level, picture, motion)
    if agreement is NONE:
        return guess, NONE
    return known.matrix @ np.linalg.inv(motion), agreement


def _on_level(level: Level, picture: Picture, motion: Array) -> tuple[Array, Agreement]:
    """Improve the motion from the known camera to the picture's, (4, 4)."""
    found = None
    for _ in range(ROUNDS):
        found = _residual(level, picture, motion)
        if found is None:
            return motion, NONE
        weighted = found.slopes * found.weights[:, None]
        normal = weighted.T @ found.slopes
        damped = normal + 1e-9 * np.diag(np.diag(normal)) + 1e-12 * np.eye(6)
        step = np.linalg.solve(damped, weighted.T @ found.rest)
        motion = motion @ np.linalg.inv(_moved(step))
        if np.abs(step).max() < SMALL:
            break
    return motion, NONE if found is None else _agreement(found)


def _residual(level: Level, picture: Picture, motion: Array) -> _Residual | None:
    columns, rows, inside = _seen_at(level, motion, picture.shape)
    if inside.sum() < LEAST_POINTS:
        return None
    seen = cv2.remap(picture, columns[inside, None], rows[inside, None], cv2.INTER_LINEAR)
    values, known = seen[:, 0].astype(np.float64), level.values[inside]
    weights = np.ones(len(known))
    rest, gain = values - known, 1.0
    for _ in range(2):
        rest, gain = _left(values, known, weights)
        spread = NORMAL * float(np.median(np.abs(rest)))
        weights = np.clip(1.0 - (rest / (TUKEY * max(spread, 1.0))) ** 2, 0.0, None) ** 2
    return _Residual(values, known, rest, weights, gain * level.slopes[inside])


def _seen_at(
    level: Level, motion: Array, shape: tuple[int, ...]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]:
    """Columns and rows at which points come to lie, and whether that is within the picture."""
    points = level.points @ motion[:3, :3].T + motion[:3, 3]
    front = points[:, 2] > LEAST_DEPTH_M
    depth = np.where(front, points[:, 2], 1.0)
    columns = points[:, 0] / depth * level.focal_px + level.centre_px[0]
    rows = points[:, 1] / depth * level.focal_px + level.centre_px[1]
    inside = front & (columns >= 1) & (rows >= 1)
    inside &= (columns <= shape[1] - 2) & (rows <= shape[0] - 2)
    return columns.astype(np.float32), rows.astype(np.float32), inside


def _left(values: Array, known: Array, weights: Array) -> tuple[Array, float]:
    """What brightness and gain of the whole picture do not explain, and the gain."""
    total = max(float(weights.sum()), 1e-9)
    seen = values - (weights * values).sum() / total
    true = known - (weights * known).sum() / total
    energy = max(float((weights * true * true).sum()), 1e-9)
    gain = float(np.clip((weights * seen * true).sum() / energy, *GAIN))
    return seen - gain * true, gain


def _agreement(found: _Residual) -> Agreement:
    seen, known = found.seen - found.seen.mean(), found.known - found.known.mean()
    energy = float(np.sqrt((seen**2).sum() * (known**2).sum()))
    correlation = float((seen * known).sum()) / energy if energy > 0.0 else 0.0
    return Agreement(correlation, int((found.weights > 0.3).sum()))


def _moved(step: Array) -> Array:
    """The motion of a small step, (4, 4)."""
    matrix = np.eye(4)
    matrix[:3, :3] = cv2.Rodrigues(step[3:])[0]
    matrix[:3, 3] = step[:3]
    return matrix
