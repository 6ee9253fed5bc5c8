"""The ground truth of a camera, stream by stream: what a picture gives, and how it is to be read.

Legend: H x W image rows x columns.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.streams import StreamName
from physai_sim.core.types import CameraSpec
from physai_sim.datasets.truth_streams import MEANINGS, StreamInfo
from physai_sim.rendering import labelling, shading
from physai_sim.rendering.frame import BASIC, Frame, Stream
from physai_sim.simulation.world import World

# What a frame must hold for a stream, beside the basic ones.
_NEEDS_NORMALS = ("normals", "edges", "shaded")


def drawn_for(streams: Iterable[str]) -> tuple[Stream, ...]:
    """What has to be drawn for some streams."""
    return (*BASIC, "normals") if set(streams) & set(_NEEDS_NORMALS) else BASIC


def value_of(
    world: World, camera: CameraSpec, frame: Frame, *, stream: StreamName
) -> NDArray[Any] | bytes:
    """A stream of a picture that was just drawn; optical flow needs two, and is none of these."""
    if stream == "boxes":
        return _boxes(world, camera, frame)
    if stream == "segmentation":
        return labelling.numbered(world, frame.segmentation)
    if stream == "semantic":
        return labelling.semantic(world, frame)
    if stream == "shaded":
        return shading.shaded(world, frame)
    if stream == "edges":
        return labelling.edges(frame)
    plain: dict[str, Any] = {
        "rgb": frame.rgb,
        "depth": frame.depth_m,
        "normals": frame.normals,
    }
    found: NDArray[Any] = plain[stream]
    return found


def info_of(
    world: World, camera_name: str, camera: CameraSpec, *, stream: StreamName
) -> StreamInfo:
    """How a stream of a camera is to be read."""
    size = (camera.height_px, camera.width_px)
    shapes: Mapping[StreamName, tuple[str, tuple[int, ...]]] = {
        "rgb": ("uint8", (*size, 3)),
        "depth": ("float32", size),
        "segmentation": ("int32", (*size, 2)),
        "semantic": ("uint8", size),
        "shaded": ("uint8", (*size, 3)),
        "normals": ("float32", (*size, 3)),
        "flow": ("float32", (*size, 2)),
        "edges": ("uint8", size),
        "boxes": ("json", ()),
    }
    labels: dict[str, list[str]] = {}
    if stream == "segmentation":
        labels = {name: list(links) for name, links in labelling.link_labels(world).items()}
    if stream == "semantic":
        labels = {"classes": list(labelling.CLASSES)}
    return StreamInfo(camera_name, stream, *shapes[stream], MEANINGS[stream], labels)


def _boxes(world: World, camera: CameraSpec, frame: Frame) -> bytes:
    found = [
        {
            "name": box.name,
            "category": box.category,
            "box_px": box.box_px,
            "visible_px": box.visible_px,
            "corners_in_optical_m": np.round(box.corners_m, 6).tolist(),
        }
        for box in labelling.boxes(world, camera, frame)
    ]
    return json.dumps(found).encode()
