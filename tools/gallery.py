"""Draws a sheet of each world: four weathers, and every stream of ground truth of its view.

Run by `make gallery`; the pictures are taken in the middle of the expert's episode.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from contact_sheet import DPI, MOMENT, Image, Row, body_colours, depth_colours, play, sheet
from matplotlib import colormaps
from numpy.typing import NDArray

from physai_sim.core import paths
from physai_sim.core.config import load_world
from physai_sim.core.types import CameraSpec
from physai_sim.core.weather import WEATHERS
from physai_sim.envs.session import Session
from physai_sim.rendering import choice, labelling
from physai_sim.rendering.camera import camera_spec, project
from physai_sim.rendering.frame import BASIC, Frame
from physai_sim.simulation.world import World

FOLDER = Path("docs/gallery")
STREAMS = (*BASIC, "normals")
BOX, SOLID = (255, 220, 0), (255, 0, 200)


def main() -> None:
    """Draw all worlds, or those that are named."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or paths.available("worlds"):
        config = load_world(name)
        weathers = {weather: view_in(name, weather) for weather in WEATHERS}
        drawn = streams_of(name)
        rows = [
            Row(name, config.description, weathers),
            Row("what and how far", "Ground truth of the view.", dict(drawn[:4])),
            Row("shape and motion", "Ground truth of the view.", dict(drawn[4:])),
        ]
        sheet(rows).savefig(FOLDER / f"{name}.png", dpi=DPI)


def halfway(name: str, settings: tuple[str, ...]) -> tuple[Session, Iterator[None]]:
    """A session in the middle of the expert's episode, and the rest of the episode."""
    config = load_world(name, settings)
    steps = sum(1 for _ in play(Session(config, cameras=False, privileged=True)))
    session = Session(config, cameras=False, privileged=True)
    rest = play(session)
    for _ in range(int(MOMENT * steps) + 1):
        next(rest)
    return session, rest


def view_in(name: str, weather: str) -> Image:
    """The world's view in a weather."""
    session, _ = halfway(name, (*WEATHERS[weather], "randomize={}"))
    rgb = choice.render(session.world, _camera(session)).rgb
    session.close()
    return rgb


def streams_of(name: str) -> list[tuple[str, Image]]:
    """Every stream in colours, by name."""
    session, rest = halfway(name, ("randomize={}",))
    world, camera = session.world, _camera(session)
    renderer = choice.find("raster")
    before, frame = renderer.moment(world, camera), renderer.render(world, camera, STREAMS)
    assert frame.normals is not None, "it was asked for"
    found = [
        ("depth", depth_colours(frame.depth_m)),
        ("segmentation", body_colours(world, frame.segmentation)),
        ("semantic", _semantic(world, frame)),
        ("normals", ((frame.normals + 1.0) * 127.5).astype(np.uint8)),
        ("edges", np.repeat(labelling.edges(frame)[..., None], 3, axis=2)),
        ("boxes", _boxes(world, camera, frame)),
    ]
    next(rest)
    found.insert(4, ("optical flow to the next frame", _flow(renderer.flow(before, world))))
    session.close()
    return [("rgb", frame.rgb), *found]


def _camera(session: Session) -> CameraSpec:
    view = session.config.view
    return camera_spec(view, view.mount)


def _semantic(world: World, frame: Frame) -> Image:
    colours = (255 * np.array(colormaps["tab10"].colors)).astype(np.uint8)  # type: ignore[attr-defined]
    result = colours[labelling.semantic(world, frame) % len(colours)]
    result[frame.segmentation < 0] = (214, 219, 225)
    return result


def _flow(flow: NDArray[np.float32]) -> Image:
    """Direction as hue, length as strength up to the 99th percentile."""
    length = np.hypot(flow[..., 0], flow[..., 1])
    strong = max(float(np.percentile(length, 99)), 0.2)
    hue = (np.arctan2(flow[..., 1], flow[..., 0]) + np.pi) / (2 * np.pi) * 179
    share = np.clip(length / strong, 0.0, 1.0)
    hsv = np.dstack([hue, 255 * share, np.full(hue.shape, 255)]).astype(np.uint8)
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), dtype=np.uint8)


def _boxes(world: World, camera: CameraSpec, frame: Frame) -> Image:
    image = frame.rgb.copy()
    for box in labelling.boxes(world, camera, frame):
        if box.category in ("kerb", "building"):
            continue
        left, top, right, bottom = box.box_px
        cv2.rectangle(image, (left, top), (right, bottom), BOX, 1, cv2.LINE_AA)
        if (box.corners_m[:, 2] < camera.near_m).any():
            continue
        corners = np.round(project(camera, box.corners_m)).astype(int)
        for a in range(8):
            for b in (a ^ 1, a ^ 2, a ^ 4):
                if a < b:
                    cv2.line(
                        image, corners[a].tolist(), corners[b].tolist(), SOLID, 1, cv2.LINE_AA
                    )
    return image


if __name__ == "__main__":
    main()
