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
from physai_sim.rendering.gl.selection import Look
from physai_sim.simulation.world import World

MAX_LAMPS = 8
# Four matrices, what view_block lists, and two rows for each lamp.
BLOCK_ROWS = 4 * 4 + 10 + 2 * MAX_LAMPS
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

    @functools.cached_property
    def axis(self) -> tuple[float, float, float]:
        """Unit vector along the optical axis in the world."""
        x, y, z = rotation_matrix(self.pose.rotation_xyzw)[:, 2]
        return (float(x), float(y), float(z))

    @functools.cached_property
    def look(self) -> Look:
        """What it sees, and how large."""
        return Look(sides(self.clip_matrix), self.camera.focal_px)

    @functools.cached_property
    def matrices(self) -> NDArray[np.float32]:
        """The matrices of `View` in shaders/view.glsl, column-major, where nothing moves."""
        clip = self.clip_matrix
        matrices = (clip, clip, np.eye(4), self._ray_matrix())
        return np.vstack([matrix.T for matrix in matrices], dtype=np.float32)

    def _ray_matrix(self) -> Array:
        """(column, row, 1, 0) to a direction in the world, shape (4, 4)."""
        (cx, cy), focal = self.camera.centre_px, self.camera.focal_px
        right, down, ahead = rotation_matrix(self.pose.rotation_xyzw).T / focal
        result = np.zeros((4, 4))
        result[:3, 0], result[:3, 1] = right, down
        result[:3, 2] = focal * ahead - cx * right - cy * down
        return result


@functools.lru_cache(maxsize=256)
def eye_of(camera: CameraSpec, pose: Pose) -> Eye:
    """The same object for the same place: a camera that stands still is computed once."""
    return Eye(camera, pose)


def sun_direction(scene: SceneConfig) -> Array:
    """Unit vector towards the sun, shape (3,)."""
    return np.asarray(_unit(scene.light.direction))


def shadow_matrix(eye: Eye, sun: Array, reach_m: float = math.inf) -> Array:
    """World to the clip space of a sun that sees what the camera sees nearby, shape (4, 4).

    The map's texels stay at one place in the world while the camera moves, so shadows do not
    crawl; nearer shadows have finer ones, in steps.

    Args:
        eye: The camera.
        sun: Unit vector towards it, shape (3,).
        reach_m: How far from the camera shadows may lie.
    """
    reach = min(eye.camera.far_m, MAX_SHADOW_M)
    if reach_m < reach:
        reach = min(reach, 1.5 ** math.ceil(math.log(max(reach_m, 0.1), 1.5)))
    wide = math.hypot(eye.camera.width_px, eye.camera.height_px) / 2 / eye.camera.focal_px
    # The smallest sphere around the cone from the eye to `reach`.
    along = reach / 2 * (1 + wide * wide) if wide < 1 else reach
    radius = along if wide < 1 else reach * wide
    centre = np.asarray(eye.pose.position_m) + np.asarray(eye.axis) * along
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
    """The uniform block `View` of shaders/view.glsl, as rows of four.

    Args:
        world: For light, weather and lamps.
        eye: The camera.
        tile: First column and row of the picture in its target [px].
        following: The camera in the next frame, for optical flow.
        shadow: See `shadow_matrix`; None where shadows are off.
    """
    camera, light, weather = eye.camera, world.scene.light, world.scene.weather
    lamps = _lamps(world)
    fog = KOSCHMIEDER / weather.visibility_m if weather.visibility_m else 0.0
    lift = 1.5 * shadow_texel_m(shadow) if shadow is not None else 0.0
    rows = (
        (*eye.pose.position_m, float(shadow is not None)),
        (*eye.axis, world.time_ns / 1e9),
        (*_unit(light.direction), light.specular),
        (light.ambient, light.diffuse, fog, weather.wetness),
        (*light.sky_rgb, weather.rain),
        (*tile, camera.width_px, camera.height_px),
        (len(lamps), lift, camera.focal_px, weather.snow),
        (*light.sun_rgb, weather.cover),
        (*light.ambient_rgb, 0.0),
        (*weather.cover_rgb, 0.0),
    )
    block = np.zeros((BLOCK_ROWS, 4), dtype=np.float32)
    block[:16] = eye.matrices
    if following is not None:
        block[4:8] = following.clip_matrix.T
    if shadow is not None:
        block[8:12] = shadow.T
    block[16 : 16 + len(rows)] = rows
    for index, lamp in enumerate(lamps):
        block[16 + len(rows) + index :: MAX_LAMPS, :3] = lamp
    return block


@functools.lru_cache(maxsize=64)
def _unit(direction: tuple[float, float, float]) -> tuple[float, float, float]:
    x, y, z = np.asarray(direction) / np.linalg.norm(direction)
    return (float(x), float(y), float(z))


def sides(clip: Array) -> NDArray[np.float32]:
    """Planes around what a clip matrix sees, and the distance by which things look smaller.

    Returns:
        Rows (a, b, c, d): six with a unit normal that points inwards, then what becomes of w: the
        distance along the optical axis, or 1 for the sun; shape (7, 4).
    """
    rows = np.vstack([clip[3] + clip[:3], clip[3] - clip[:3]])
    rows /= np.linalg.norm(rows[:, :3], axis=1, keepdims=True)
    return np.vstack([rows, clip[3]], dtype=np.float32)


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
