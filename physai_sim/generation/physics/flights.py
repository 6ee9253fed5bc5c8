"""Where bodies fly free, and their paths in the upright plane in which they do.

Why a plane: cut at the depth that the truth has, the path of a body that moves otherwise than the
truth is bent by it. Gravity keeps a flight in one upright plane however strong it is, and so does
a bounce on a level floor.

Legend: T frames.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array, rotation_matrix
from physai_sim.generation.physics.free_bodies import middles
from physai_sim.generation.physics.lifting import body_middle, in_optical
from physai_sim.generation.physics.parabolas import NOISE_PX
from physai_sim.generation.physics.sight import Track
from physai_sim.generation.physics.truth import Truth

LEAST_STEPS = 4
# How far from -g the engine's own acceleration may be; its damping takes 1 % at 2.5 m/s.
SAME = 0.05
# Sine of the angle between plane and view under which depth along it is not to be told.
LEAST_SINE = 0.3
FLAT_M = 0.03
# Shares of its area by which a mask may be off, and how far its edge may be [px].
AREA, EDGE_PX = 0.15, 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Flight:
    """A body's path in its upright plane, of the frames in which it is seen.

    Args:
        times_s: Shape (N,) [s].
        along_m: Over the ground, shape (N,) [m].
        height_m: Of its middle, shape (N,) [m].
        sigma_m: First guess of the standard deviation of each, shape (N,) [m].
    """

    times_s: Array
    along_m: Array
    height_m: Array
    sigma_m: Array


def gravity_mps2(truth: Truth) -> float:
    """How strongly things fall in the source's world [m/s^2]."""
    return -float(truth.source.config.scene.gravity_mps2[2])


def flying(truth: Truth, body: str) -> NDArray[np.bool_]:
    """Frames at which a body flies free in the true film for at least four steps, shape (T,)."""
    g = gravity_mps2(truth)
    falls = np.abs(np.diff(truth.velocities[body][:, 2]) * truth.hz + g) < SAME * g
    flies = np.zeros(len(truth.stamps_ns), dtype=bool)
    for k in range(len(falls) - LEAST_STEPS + 1):
        if falls[k : k + LEAST_STEPS].all():
            flies[k : k + LEAST_STEPS + 1] = True
    return flies


def flight(track: Track, truth: Truth) -> Flight:
    """What is seen of a body from just before its first true flight on.

    Args:
        track: Of a body that flies in the true film.
        truth: The episode.
    """
    middle = body_middle(truth, track.body)
    flies = flying(truth, track.body)
    along = _direction(middle[flies])
    seen = middles(track, truth)
    eyes, axes = truth.camera_poses[:, :3], _optical_axes(truth)
    if along is None:
        along = _across(axes[0])
    else:
        seen = _cut(eyes, seen, along, middle[flies].mean(axis=0))
    depth = np.einsum("tk,tk->t", seen - eyes, axes)
    sigma = np.asarray(NOISE_PX * depth / truth.camera.focal_px, dtype=np.float64)
    known = np.isfinite(seen).all(axis=1) & _is_whole(track, truth, depth)
    known[: int(np.argmax(flies))] = False
    return Flight(
        np.asarray(truth.stamps_ns[known] * 1e-9, dtype=np.float64),
        seen[known, :2] @ along,
        seen[known, 2],
        sigma[known],
    )


def _is_whole(track: Track, truth: Truth, depth: Array) -> NDArray[np.bool_]:
    """Whether a mask is as large as the flying body is: else its middle is not the body's, (T,).

    Shadows and reflections that a tracker takes in, and what hides a part, move it by pixels.
    """
    flies = flying(truth, track.body)
    true_depth = in_optical(body_middle(truth, track.body), truth)[flies, 2]
    squares = truth.mask(track.body)[flies].sum(axis=(1, 2)) * true_depth**2
    size = float(np.median(squares))
    if size == 0.0:
        return np.zeros(len(depth), dtype=bool)
    turning = float(np.percentile(np.abs(squares / size - 1.0), 90))
    radius = np.sqrt(size / np.pi) / depth
    result: NDArray[np.bool_] = (
        np.abs(track.area_px * depth**2 / size - 1.0) <= AREA + turning + 2 * EDGE_PX / radius
    )
    return result


def _direction(points: Array) -> Array | None:
    """Over the ground, of all flights together; None where they are not in one plane."""
    flat = points[:, :2] - points[:, :2].mean(axis=0)
    _, sizes, axes = np.linalg.svd(flat, full_matrices=False)
    spread = sizes / np.sqrt(len(flat))
    if spread[1] > FLAT_M or spread[0] < 10 * spread[1] or spread[0] < FLAT_M:
        return None
    result: Array = axes[0]
    return result


def _cut(eyes: Array, seen: Array, along: Array, point: Array) -> Array:
    """Move points along the rays on which they are seen into an upright plane through a point."""
    normal = np.array([-along[1], along[0], 0.0])
    rays = seen - eyes
    sine = rays @ normal / np.linalg.norm(rays, axis=1)
    known = sine[np.isfinite(sine)]
    if not known.size or np.abs(known).min() < LEAST_SINE:
        return seen
    share = (point - eyes) @ normal / (rays @ normal)
    result: Array = eyes + share[:, None] * rays
    return result


def _optical_axes(truth: Truth) -> Array:
    return np.array([rotation_matrix(row)[:, 2] for row in truth.camera_poses[:, 3:7]])


def _across(axis: Array) -> Array:
    """The level direction to the right in the picture."""
    right = np.array([axis[1], -axis[0]])
    result: Array = right / max(float(np.linalg.norm(right)), 1e-12)
    return result
