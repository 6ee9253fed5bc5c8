"""What is the same for a whole picture, laid out as the shaders' uniform block expects it."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array, Pose, rotation_matrix
from physai_sim.core.scene_config import SceneConfig
from physai_sim.core.types import CameraSpec
from physai_sim.rendering.camera import projection_matrix, view_matrix
from physai_sim.simulation.world import World

MAX_LAMPS = 8
# Koschmieder (1924): what is at the meteorological visibility keeps 2 % of its contrast.
KOSCHMIEDER = 3.912
SHADOW_PX = 1024
MAX_SHADOW_M = 45.0  # beyond, shadows are too small to be worth their texels
_FLIP = np.diag([1.0, -1.0, 1.0, 1.0])


@dataclass(frozen=True)
class Eye:
    """A camera at an instant.

    Args:
        camera: Lens and size.
        pose: Its optical frame in the world.
    """

    camera: CameraSpec
    pose: Pose

    @functools.cached_property
    def clip_matrix(self) -> Array:
        """World to clip space, rows running downwards, so that no image has to be turned over."""
        result: Array = _FLIP @ projection_matrix(self.camera) @ view_matrix(self.pose)
        return result

    def axis(self) -> Array:
        """Unit vector along the optical axis in the world, shape (3,)."""
        result: Array = rotation_matrix(self.pose.rotation_xyzw)[:, 2]
        return result


def sun_direction(scene: SceneConfig) -> Array:
    """Unit vector towards the sun, shape (3,)."""
    direction = np.asarray(scene.light.direction)
    result: Array = direction / np.linalg.norm(direction)
    return result


def shadow_matrix(eye: Eye, sun: Array) -> Array:
    """World to the clip space of a sun that sees what the camera sees nearby, shape (4, 4).

    The map's texels stay at one place in the world while the camera moves, so shadows do not
    crawl.
    """
    reach = min(eye.camera.far_m, MAX_SHADOW_M)
    wide = math.hypot(eye.camera.width_px, eye.camera.height_px) / 2 / eye.camera.focal_px
    # The smallest sphere around the cone from the eye to `reach`.
    along = reach / 2 * (1 + wide * wide) if wide < 1 else reach
    radius = along if wide < 1 else reach * wide
    centre = np.asarray(eye.pose.position_m) + eye.axis() * along
    helper = np.array([0.0, 0.0, 1.0]) if abs(sun[2]) < 0.99 else np.array([1.0, 0.0, 0.0])
    right = np.cross(helper, sun)
    right /= np.linalg.norm(right)
    rows = np.stack([right, np.cross(sun, right), sun])
    texel = 2 * radius / SHADOW_PX
    middle = rows @ centre
    middle[:2] = np.round(middle[:2] / texel) * texel
    deep = radius + 60.0  # whatever stands between the sun and the sphere
    result = np.eye(4)
    result[:3, :3] = rows / np.array([radius, radius, -deep])[:, None]
    result[:3, 3] = -middle / np.array([radius, radius, -deep])
    return result


def shadow_texel_m(matrix: Array) -> float:
    """Size of a texel of the shadow map [m]."""
    return 2.0 / SHADOW_PX / float(np.linalg.norm(matrix[0, :3]))


def view_block(
    world: World, eye: Eye, *, tile: tuple[int, int], following: Eye | None, shadow: Array | None
) -> NDArray[np.float32]:
    """The uniform block `View` of shaders/view.glsl, flat.

    Args:
        world: For light, weather and lamps.
        eye: The camera.
        tile: First column and row of the picture in its target [px].
        following: The camera in the next frame, for optical flow.
        shadow: See `shadow_matrix`; None where shadows are off.
    """
    scene, camera = world.scene, eye.camera
    light, weather = scene.light, scene.weather
    clip = eye.clip_matrix
    lamps = _lamps(world)
    vectors = np.zeros((7 + 2 * MAX_LAMPS, 4))
    vectors[0] = [*eye.pose.position_m, shadow is not None]
    vectors[1] = [*eye.axis(), world.time_ns / 1e9]
    vectors[2] = [*sun_direction(scene), light.specular]
    fog = KOSCHMIEDER / weather.visibility_m if weather.visibility_m else 0.0
    vectors[3] = [light.ambient, light.diffuse, fog, weather.wetness]
    vectors[4] = [*light.sky_rgb, weather.rain]
    vectors[5] = [*tile, camera.width_px, camera.height_px]
    lift = 1.5 * shadow_texel_m(shadow) if shadow is not None else 0.0
    vectors[6] = [len(lamps), lift, 0.0, 0.0]
    for index, (position, axis) in enumerate(lamps):
        vectors[7 + index, :3] = position
        vectors[7 + MAX_LAMPS + index, :3] = axis
    matrices = [
        clip,
        following.clip_matrix if following else clip,
        shadow if shadow is not None else np.eye(4),
        _ray_matrix(eye),
    ]
    columns = [matrix.T.ravel() for matrix in matrices]  # column-major, as GLSL reads them
    return np.concatenate([*columns, vectors.ravel()]).astype(np.float32)


def planes(clip: Array) -> Array:
    """Sides of what a clip matrix sees.

    Returns:
        Rows (a, b, c, d) with a unit normal that points inwards, shape (6, 4).
    """
    rows = np.vstack([clip[3] + clip[:3], clip[3] - clip[:3]])
    result: Array = rows / np.linalg.norm(rows[:, :3], axis=1, keepdims=True)
    return result


def _ray_matrix(eye: Eye) -> Array:
    """(column, row, 1, 0) to a direction in the world."""
    (cx, cy), focal = eye.camera.centre_px, eye.camera.focal_px
    backwards = np.array([[1 / focal, 0.0, -cx / focal], [0.0, 1 / focal, -cy / focal], [0, 0, 1]])
    result = np.zeros((4, 4))
    result[:3, :3] = rotation_matrix(eye.pose.rotation_xyzw) @ backwards
    return result


def _lamps(world: World) -> list[tuple[Array, Array]]:
    """Position and axis of every lamp that is lit, in the world."""
    if not world.scene.light.headlights:
        return []
    lit = []
    for lamp in world.lamps[:MAX_LAMPS]:
        pose = world.bodies[lamp.body].base_pose()
        turn = rotation_matrix(pose.rotation_xyzw)
        position = np.asarray(pose.position_m) + turn @ np.asarray(lamp.position_m)
        lit.append((position, turn @ np.asarray(lamp.axis)))
    return lit
