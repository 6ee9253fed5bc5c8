"""Draws every world on one sheet: its view and what its cameras see, in mid-episode.

Run by `make gallery`, which then draws a sheet of each world (gallery.py). A stream is one entry
of `_streams`; rows share the width of the page, so that one more stream makes a row lower.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from matplotlib import colormaps
from matplotlib.figure import Figure
from numpy.typing import NDArray

from physai_sim.core import paths
from physai_sim.core.config import load_world
from physai_sim.core.types import CameraSpec
from physai_sim.envs.player import Player, make_policy
from physai_sim.envs.session import Session
from physai_sim.evaluation.reporting.plot_style import INK, MUTED
from physai_sim.rendering import choice
from physai_sim.rendering.camera import camera_spec
from physai_sim.simulation.camera_image import unpack_segmentation
from physai_sim.simulation.world import World

SHEET = Path("docs/gallery/contact_sheet.jpg")
SEED = 1
MOMENT = 0.4  # share of the expert's episode
WIDTH, MARGIN, GAP = 1240, 28, 8  # pixels, as all sizes here
HEAD, FOOT, SPACE = 50, 20, 22
DRAWN = 480  # least height of what is drawn before it is made smaller
DPI, QUALITY = 100, 88
SKY = (214, 219, 225)
# Of categories; what else there is has a colour each.
COLOURS = {
    "ground": (170, 178, 160),
    "road": (136, 86, 136),
    "kerb": (222, 172, 190),
    "building": (124, 130, 140),
    "robot": (240, 160, 30),
    "vehicle": (60, 80, 190),
    "pedestrian": (225, 50, 70),
}

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Row:
    """Pictures side by side under a title.

    Args:
        title: In bold.
        text: Below it.
        streams: Pictures by the names below them, each of shape (H, W, 3).
    """

    title: str
    text: str
    streams: dict[str, Image]

    def edges(self) -> list[tuple[int, int]]:
        """Left and right edge of each picture; together they are as wide as the page."""
        aspects = [image.shape[1] / image.shape[0] for image in self.streams.values()]
        width = WIDTH - 2 * MARGIN - GAP * (len(aspects) - 1)
        ends = np.cumsum(aspects) * width / sum(aspects)
        lefts = MARGIN + GAP * np.arange(len(aspects)) + np.concatenate([[0.0], ends[:-1]])
        rights = MARGIN + GAP * np.arange(len(aspects)) + ends
        return [(round(a), round(b)) for a, b in zip(lefts, rights, strict=True)]

    @property
    def height(self) -> int:
        """Of its pictures."""
        (left, right), first = self.edges()[0], next(iter(self.streams.values()))
        return round((right - left) * first.shape[0] / first.shape[1])


def main() -> None:
    """Draw all worlds; the argument is the file to write."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else SHEET
    out.parent.mkdir(parents=True, exist_ok=True)
    drawn = sheet([row_of(name) for name in paths.available("worlds")])
    drawn.savefig(out, dpi=DPI, pil_kwargs={"quality": QUALITY})


def row_of(world: str) -> Row:
    """Play the expert's episode up to the moment and take the pictures."""
    config = load_world(world)
    steps = sum(1 for _ in play(Session(config, cameras=False, privileged=True)))
    session = Session(config, privileged=True)
    for index, _ in enumerate(play(session)):
        if index == int(MOMENT * steps):
            return Row(config.name, config.description, dict(_streams(session)))
    raise AssertionError("the second episode of a seed is as long as the first")


def sheet(rows: list[Row]) -> Figure:
    """The sheet of all rows, from the top."""
    height = 2 * MARGIN + sum(HEAD + row.height + FOOT for row in rows) + SPACE * (len(rows) - 1)
    figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor="white")
    top = MARGIN
    for row in rows:
        _write(figure, row.title, MARGIN, top, size=16, weight="bold", color=INK)
        _write(figure, row.text, MARGIN, top + 25, size=12, color=MUTED)
        for (name, image), (left, right) in zip(row.streams.items(), row.edges(), strict=True):
            small = cv2.resize(image, (right - left, row.height), interpolation=cv2.INTER_AREA)
            figure.figimage(small, left, height - top - HEAD - row.height)
            _write(figure, name, left, top + HEAD + row.height + 4, size=10.5, color=MUTED)
        top += HEAD + row.height + FOOT + SPACE
    return figure


def _write(figure: Figure, text: str, left: int, top: int, **style: object) -> None:
    width, height = figure.get_size_inches() * DPI
    size = float(style.pop("size")) * 72 / DPI  # type: ignore[arg-type]
    figure.text(left / width, 1 - top / height, text, va="top", fontsize=size, **style)


def play(session: Session) -> Iterator[None]:
    """The expert's episode, step by step; the session closes with it."""
    player = Player(make_policy(session.config.expert), session.spec)
    observation, outcome = session.reset(SEED), None
    player.reset(SEED)
    try:
        while outcome is None:
            step = session.step(player.act(observation))
            observation, outcome = step.observation, step.outcome
            yield
    finally:
        session.close()


def _streams(session: Session) -> Iterator[tuple[str, Image]]:
    """The view, all cameras, and of the first one what no camera has of depth and segmentation."""
    world, view = session.world, session.config.view
    yield "view", _picture(world, camera_spec(view, view.mount), "rgb")
    found = [(spec.camera, spec) for spec in session.spec.sensors.values() if spec.camera]
    for camera, spec in found:
        yield spec.name, _picture(world, camera, spec.kind)
    camera, first = found[0]
    for kind in ("depth", "segmentation"):
        if kind not in {spec.kind for _, spec in found}:
            yield f"{first.name}: {kind}", _picture(world, camera, kind)


def _picture(world: World, camera: CameraSpec, kind: str) -> Image:
    """What a camera sees, in colours, drawn larger than it is shown so that edges are soft."""
    times = math.ceil(DRAWN / camera.height_px)
    size = {"width_px": times * camera.width_px, "height_px": times * camera.height_px}
    frame = choice.render(world, replace(camera, **size, focal_px=times * camera.focal_px))
    if kind == "depth":
        return depth_colours(frame.depth_m)
    return frame.rgb if kind == "rgb" else body_colours(world, frame.segmentation)


def depth_colours(depth_m: NDArray[np.float32]) -> Image:
    """Near is bright; the scale is logarithmic from the nearest to the farthest."""
    seen = np.isfinite(depth_m)
    near, far = np.log(np.percentile(depth_m[seen], (1, 99)))
    share = (np.log(np.where(seen, depth_m, 1.0)) - near) / max(far - near, 1e-6)
    colours = (255 * colormaps["viridis"](1.0 - share)[..., :3]).astype(np.uint8)
    colours[~seen] = SKY
    return colours


def body_colours(world: World, packed: NDArray[np.int32]) -> Image:
    """One colour for a category, of which bodies and links are shades; objects have their own."""
    body, link = unpack_segmentation(packed)
    colours = np.full((*packed.shape, 3), SKY, dtype=np.float64)
    for index, item in enumerate(world.bodies.values()):
        here = body == item.id
        own = tuple(255 * part for part in colormaps["Set2"](index % 8)[:3])
        shade = 1.0 - 0.06 * (index % 4) - 0.1 * ((link[here] + 1) % 4)
        colours[here] = np.outer(shade, COLOURS.get(item.info.category, own))
    return colours.astype(np.uint8)


if __name__ == "__main__":
    main()
