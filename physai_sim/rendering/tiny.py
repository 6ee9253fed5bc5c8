"""PyBullet's software renderer: works everywhere, needs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import UnknownNameError
from physai_sim.core.geometry import Pose
from physai_sim.core.types import CameraSpec
from physai_sim.rendering.camera import projection_matrix, view_matrix
from physai_sim.simulation.camera_image import NOTHING, camera_image
from physai_sim.simulation.world import World

NAME = "tiny"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a camera sees at one instant.

    Args:
        rgb: Colours, shape (H, W, 3).
        depth_m: Distance along the optical axis [m], +inf where nothing is near enough, (H, W).
        segmentation: The engine's packed body and link numbers, -1 where nothing is, (H, W).
    """

    rgb: NDArray[np.uint8]
    depth_m: NDArray[np.float32]
    segmentation: NDArray[np.int32]


_newest: WeakKeyDictionary[World, dict[CameraSpec, tuple[tuple[int, int], Frame]]] = (
    WeakKeyDictionary()
)


def camera_pose(world: World, camera: CameraSpec) -> Pose:
    """Where a camera is now: its optical frame in the world.

    Raises:
        UnknownNameError: If the body or link that it is fixed to does not exist.
    """
    if camera.parent == "world":
        return camera.pose_optical_in_parent
    name, _, link = camera.parent.partition("/")
    if name not in world.bodies:
        raise UnknownNameError(
            "a camera is fixed to an unknown body", got=name, known=("world", *world.bodies)
        )
    body = world.bodies[name]
    return body.link_pose(link or body.base_link).compose(camera.pose_optical_in_parent)


def render(world: World, camera: CameraSpec) -> Frame:
    """Draw what a camera sees now.

    An RGB and a depth camera with one mount share a picture: the newest of each camera is kept
    until the world steps.
    """
    now = (world.generation, world.step_index)
    frames = _newest.setdefault(world, {})
    kept = frames.get(camera)
    if kept is not None and kept[0] == now:
        return kept[1]
    # Where each episode has cameras of its own, those of earlier ones never come again.
    for past in [one for one, (stamp, _) in frames.items() if stamp[0] != world.generation]:
        del frames[past]
    rgb, buffer, segmentation = camera_image(
        world,
        view=view_matrix(camera_pose(world, camera)),
        projection=projection_matrix(camera),
        width_px=camera.width_px,
        height_px=camera.height_px,
    )
    rgb[segmentation == NOTHING] = [round(255 * part) for part in world.scene.light.sky_rgb]
    frame = Frame(rgb, _metres(buffer, segmentation, camera), segmentation)
    frames[camera] = (now, frame)
    return frame


def _metres(
    buffer: NDArray[np.float32], segmentation: NDArray[np.int32], camera: CameraSpec
) -> NDArray[np.float32]:
    """OpenGL depth to metres along the optical axis; +inf where nothing is (REP-117).

    Emptiness is read from the segmentation: the engine's empty depth is a little less than 1.
    """
    near, far = camera.near_m, camera.far_m
    depth = far * near / (far - (far - near) * buffer.astype(np.float64))
    return np.where(segmentation == NOTHING, np.inf, depth).astype(np.float32)
