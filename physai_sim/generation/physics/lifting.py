"""From pixels to metres: the camera is known, and so is how far away the true body is.

Legend: T frames.
"""

from __future__ import annotations

import numpy as np

from physai_sim.core.geometry import Array, rotation_matrix
from physai_sim.generation.physics.sight import Track
from physai_sim.generation.physics.truth import Truth
from physai_sim.rendering.camera import project
from physai_sim.rendering.distortion import undistorted


def body_middle(truth: Truth, name: str) -> Array:
    """Middle of a body's box in the world, shape (T, 3) [m]."""
    poses, offset = truth.poses[name], np.asarray(truth.infos[name].middle_m)
    return np.array([rotation_matrix(row[3:]) @ offset + row[:3] for row in poses])


def pixels(points: Array, truth: Truth) -> Array:
    """Where the camera sees one point of each frame.

    Args:
        points: In the world, shape (T, 3) [m].
        truth: Its camera stands where it stood in that frame.

    Returns:
        Columns and rows, shape (T, 2) [px]; NaN behind the camera.
    """
    return project(truth.camera, in_optical(points, truth))


def in_optical(points: Array, truth: Truth) -> Array:
    """One world point of each frame in that frame's optical frame, shape (T, 3) [m]."""
    turned = zip(_rotations(truth), points - truth.camera_poses[:, :3], strict=True)
    return np.array([rotation.T @ point for rotation, point in turned])


def lifted(track: Track, truth: Truth) -> Array:
    """Where a body that is seen must be: its pixels' middle, at the true body's distance.

    Along the ray, a single camera says little; that is what `depth_by_size` is for.

    Args:
        track: Of the body, in the clip.
        truth: Camera and distance, frame by frame.

    Returns:
        In the world, shape (T, 3) [m]; NaN where the body is not seen or is behind the camera.
    """
    depth = in_optical(body_middle(truth, track.body), truth)[:, 2]
    return unprojected(track.centre_px, np.where(depth > 0, depth, np.nan), truth)


def unprojected(at_px: Array, depth_m: Array, truth: Truth) -> Array:
    """World points of pixels with a depth along the optical axis, one a frame, (T, 3) [m]."""
    camera = truth.camera
    bent = (at_px - np.asarray(camera.centre_px)) / camera.focal_px
    rays = undistorted(bent, camera.distortion)
    points = np.column_stack([rays, np.ones(len(rays))]) * depth_m[:, None]
    turned = np.array([r @ p for r, p in zip(_rotations(truth), points, strict=True)])
    return np.asarray(turned + truth.camera_poses[:, :3])


def depth_by_size(track: Track, truth: Truth) -> Array:
    """How far away a body looks by its size, shape (T,) [m].

    The same body at twice the distance has a quarter of the pixels. It is compared with the true
    film, frame by frame, so that turning and being hidden count alike in both.

    Returns:
        Along the optical axis; NaN where the body is not seen in the clip or not in the truth.
    """
    depth = in_optical(body_middle(truth, track.body), truth)[:, 2]
    true_area = truth.mask(track.body).sum(axis=(1, 2)).astype(np.float64)
    both = track.seen & (true_area > 0) & (depth > 0)
    share = true_area[both] / track.area_px[both]
    result = np.full(len(depth), np.nan)
    result[both] = depth[both] * np.sqrt(share)
    return result


def _rotations(truth: Truth) -> list[Array]:
    """Of the optical frame in the world, of each frame."""
    return [rotation_matrix(row[3:]) for row in truth.camera_poses]
