"""Where a recorded camera sees points of the world.

Legend: N points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import cv2
import numpy as np

from physai_sim.core.geometry import Array, Pose
from physai_sim.datasets.bag_reader import BagReader
from physai_sim.messages import parts, topics

WORLD_FRAMES = (topics.MAP_FRAME, topics.ODOM_FRAME, "world")
_MODELS = ("plumb_bob", "rational_polynomial", "")
_NEAR_M = 0.3  # what is nearer to the camera is not drawn
_BESIDE = 1.0  # nor what is farther beside the picture than this, in pictures
_MOST_TRANSFORMS = 1000


@dataclass(frozen=True, slots=True, eq=False)
class CameraView:
    """A camera.

    Args:
        matrix: Of its intrinsics, shape (3, 3) [px].
        distortion: As OpenCV has it.
        size_px: Width and height of the pictures that these are of.
        mount: Pose of its optical frame in `frame`.
        frame: What it is fixed to: the world, or what moves.
    """

    matrix: Array
    distortion: Array
    size_px: tuple[int, int]
    mount: Pose
    frame: str

    def pixels(self, points: Array, base: Pose) -> Array:
        """Where points are seen, as shares of the picture's width and height.

        Args:
            points: In the world frame, shape (N, 3) [m].
            base: Pose of `frame` in the world frame.

        Returns:
            Shape (N, 2); NaN for what is behind the camera or far beside the picture.
        """
        there = base.compose(self.mount).inverse().matrix()
        seen = points @ there[:3, :3].T + there[:3, 3]
        size = np.array(self.size_px, dtype=np.float64)
        shares = np.full((len(points), 2), np.nan)
        ahead = seen[:, 2] > _NEAR_M
        straight = seen[ahead] @ self.matrix.T
        straight = straight[:, :2] / straight[:, 2:] / size
        # Distortion holds for what is in the picture alone; far beside it, it turns round.
        within = ((straight > -_BESIDE) & (straight < 1.0 + _BESIDE)).all(axis=1)
        rows = np.flatnonzero(ahead)[within]
        if len(rows):
            zero = np.zeros(3)
            found, _ = cv2.projectPoints(seen[rows], zero, zero, self.matrix, self.distortion)
            shares[rows] = found.reshape(-1, 2) / size
        return shares


def camera_view(reader: BagReader, topic: str) -> CameraView | None:
    """The camera of a topic of images; None where the recording does not say what it sees.

    Args:
        reader: The bag.
        topic: Of the images; `camera_info` beside it, and `/tf_static`, tell the rest.
    """
    base, _, _ = topic.removesuffix("/compressed").rpartition("/")
    info = _first(reader, f"{base}/camera_info")
    if info is None or info.distortion_model not in _MODELS or not info.k[0] > 0.0:
        return None
    mount, frame = _mount(_static(reader), info.header.frame_id.lstrip("/"))
    return CameraView(
        matrix=np.array(info.k, dtype=np.float64).reshape(3, 3),
        distortion=np.array(info.d, dtype=np.float64),
        size_px=(int(info.width), int(info.height)),
        mount=mount,
        frame=frame,
    )


def _mount(static: Mapping[str, tuple[str, Pose]], frame: str) -> tuple[Pose, str]:
    """Pose of a frame in the last of its parents that it does not move in, and that parent."""
    pose, seen = Pose(), {frame}
    while frame in static and static[frame][0] not in seen:
        parent, step = static[frame]
        pose, frame = step.compose(pose), parent
        seen.add(frame)
    return pose, frame


def _static(reader: BagReader) -> dict[str, tuple[str, Pose]]:
    """Parent of each frame that stands still in it, and its pose there."""
    if reader.topics.get(topics.TF_STATIC.name) != topics.TF_STATIC.type_name:
        return {}
    found = {}
    for item in islice(reader.messages([topics.TF_STATIC.name]), _MOST_TRANSFORMS):
        for one in item.message.transforms:
            move, turn = one.transform.translation, one.transform.rotation
            pose = Pose(parts.xyz(move), (turn.x, turn.y, turn.z, turn.w))
            found[one.child_frame_id.lstrip("/")] = (one.header.frame_id.lstrip("/"), pose)
    return found


def _first(reader: BagReader, topic: str) -> Any:
    if reader.topics.get(topic) != "sensor_msgs/msg/CameraInfo":
        return None
    return next((item.message for item in reader.messages([topic])), None)
