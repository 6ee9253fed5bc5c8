"""What is known of a picture beside its pixels: numbers, classes, outlines, and boxes.

Legend: H x W image rows x columns, B bodies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import RenderError
from physai_sim.core.geometry import Array
from physai_sim.core.types import CameraSpec
from physai_sim.rendering.camera import camera_pose
from physai_sim.rendering.frame import NOTHING, Frame
from physai_sim.simulation.body import Body
from physai_sim.simulation.camera_image import unpack_segmentation
from physai_sim.simulation.world import World

# Class of each number in a semantic image; their order is part of the data format.
CLASSES = (
    "nothing",
    "ground",
    "road",
    "kerb",
    "building",
    "object",
    "target",
    "robot",
    "vehicle",
    "pedestrian",
)
# An outline is where surfaces turn by more than this, or depth jumps by more than this share.
CREASE_RAD, JUMP = np.deg2rad(25.0), 0.03


@dataclass(frozen=True, slots=True)
class BodyBox:
    """A body in a picture.

    Args:
        name: Of the body.
        category: Its class.
        box_px: First column, first row, last column, last row of what is seen of it.
        visible_px: Number of its pixels.
        corners_m: Corners of its box in the optical frame, as it stands, shape (8, 3) [m]; see
            `body_corners`.
    """

    name: str
    category: str
    box_px: tuple[int, int, int, int]
    visible_px: int
    corners_m: Array


def semantic(world: World, frame: Frame) -> NDArray[np.uint8]:
    """Number in `CLASSES` of what each pixel shows, shape (H, W).

    Raises:
        RenderError: If a body has a category that is no class.
    """
    table = np.zeros(max((body.id for body in world.bodies.values()), default=-1) + 2, np.uint8)
    for body in world.bodies.values():
        if body.info.category not in CLASSES:
            raise RenderError("no class", where=body.name, got=body.info.category, known=CLASSES)
        table[body.id] = CLASSES.index(body.info.category)
    bodies, _ = unpack_segmentation(frame.segmentation)
    result: NDArray[np.uint8] = table[bodies]  # -1, nothing, is the last entry, which is 0
    return result


def link_labels(world: World) -> dict[str, tuple[str, ...]]:
    """Link names of each body in the order of their numbers in `numbered`."""
    return {
        name: tuple(body.link_names[index] for index in sorted(body.link_names))
        for name, body in world.bodies.items()
    }


def numbered(world: World, segmentation: NDArray[np.int32]) -> NDArray[np.int32]:
    """Numbers of body and link, from 1 in the world's order, 0 where nothing is; (H, W, 2).

    The engine's numbers are stable in practice; these are so by construction.
    """
    body, link = unpack_segmentation(segmentation)
    ids = np.array([item.id for item in world.bodies.values()], dtype=np.int32)
    table = np.zeros(int(ids.max(initial=-1)) + 2, dtype=np.int32)
    table[ids] = np.arange(1, len(ids) + 1)  # the last entry, for -1, stays 0: nothing
    return np.stack([table[body], np.where(body >= 0, link + 2, 0)], axis=-1).astype(np.int32)


def edges(frame: Frame) -> NDArray[np.uint8]:
    """Outlines of bodies and their links, creases and jumps in depth: 255, elsewhere 0; (H, W).

    Raises:
        RenderError: If the frame was drawn without normals.
    """
    if frame.normals is None:
        raise RenderError("outlines need the stream 'normals'")
    labels = frame.segmentation
    nearness = 1.0 / frame.depth_m.astype(np.float64)  # 0 where nothing is
    found = np.zeros(labels.shape, dtype=bool)
    for axis in (0, 1):
        here, there = _part(axis, slice(None, -1)), _part(axis, slice(1, None))
        marks = labels[here] != labels[there]
        along = (frame.normals[here] * frame.normals[there]).sum(axis=-1)
        marks |= (along < np.cos(CREASE_RAD)) & (labels[here] != NOTHING)
        found[here] |= marks
        # Over a plane, 1 / depth grows evenly; where it bends sharply, depth jumps.
        bend = np.abs(np.diff(nearness, n=2, axis=axis))
        middle = _part(axis, slice(1, -1))
        found[middle] |= bend > JUMP * nearness[middle]
    result: NDArray[np.uint8] = np.where(found, np.uint8(255), np.uint8(0))
    return result


def _part(axis: int, part: slice) -> tuple[slice, slice]:
    return (part, slice(None)) if axis == 0 else (slice(None), part)


def boxes(world: World, camera: CameraSpec, frame: Frame) -> list[BodyBox]:
    """A box around every body that is seen, in the world's order; ground and roads have none."""
    numbers, _ = unpack_segmentation(frame.segmentation)
    to_optical = camera_pose(world, camera).inverse().matrix()
    found = []
    for body in world.bodies.values():
        rows, columns = np.nonzero(numbers == body.id)
        if not len(rows) or body.info.category in ("ground", "road"):
            continue
        in_optical = body_corners(body) @ to_optical[:3, :3].T + to_optical[:3, 3]
        box = (int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max()))
        found.append(BodyBox(body.name, body.info.category, box, len(rows), in_optical))
    return found


def body_corners(body: Body) -> Array:
    """Corners of the box around a body in the world, shape (8, 3) [m].

    It stands along the body's own axes; around an arm, whose shape changes, along the world's.
    """
    signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
    if body.is_fixed and body.joints:
        low, high = body.bounds()
        return (low + high) / 2 + signs * (high - low) / 2
    matrix = body.middle().matrix()
    result: Array = signs * np.array(body.info.size_m) / 2 @ matrix[:3, :3].T + matrix[:3, 3]
    return result
