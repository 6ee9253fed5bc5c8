"""A clip beside the truth, with what was followed drawn over both.

Legend: T frames, H x W image rows x columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.datasets.video import VideoWriter
from physai_sim.generation.physics.report import Report
from physai_sim.generation.physics.sight import Track

Image = NDArray[np.uint8]
Colour = tuple[int, int, int]
HEIGHT_PX, GAP_PX, BAR_PX = 360, 8, 30
TRAIL_S = 1.0
# Okabe and Ito (2008), as the plots have them.
COLOURS = ((230, 159, 0), (86, 180, 233), (0, 158, 115), (204, 121, 167), (240, 228, 66))
_INK, _BAR, _HALO = (245, 245, 245), (24, 26, 30), (20, 20, 20)
_FONT = cv2.FONT_HERSHEY_SIMPLEX


def write_film(path: Path, report: Report) -> None:
    """Write the video of a clip beside its truth.

    Raises:
        MachineError: If it cannot be written.
    """
    first = beside(report, 0)
    size = first.shape[1], first.shape[0]
    with VideoWriter(path, hz=report.clip.hz, size_px=size) as writer:
        for index in range(len(report.clip.frames)):
            writer.write(beside(report, index))


def beside(report: Report, index: int) -> Image:
    """One frame of the clip and of the truth, shape (h, w, 3), both even."""
    seen, true = report.sight.tracks, report.floor_sight.tracks
    hz, time_s, colours = report.clip.hz, index / report.clip.hz, colours_of(report)
    left = _panel(report.clip.frames, seen, index, hz=hz, colours=colours)
    right = _panel(report.truth.rgb, true, index, hz=hz, colours=colours)
    panels = [_titled(left, f"clip  {time_s:5.2f} s"), _titled(right, "the engine")]
    gap = np.full((panels[0].shape[0], GAP_PX, 3), _BAR, dtype=np.uint8)
    return np.ascontiguousarray(np.hstack([panels[0], gap, panels[1]]))


def colours_of(report: Report) -> dict[str, Colour]:
    """The colour of each body that is drawn, RGB."""
    bodies = sorted({*report.sight.tracks, *report.floor_sight.tracks})
    return {body: COLOURS[k % len(COLOURS)] for k, body in enumerate(bodies)}


def _panel(
    frames: Image,
    tracks: Mapping[str, Track],
    index: int,
    *,
    hz: int,
    colours: Mapping[str, Colour],
) -> Image:
    """A frame, enlarged, with outlines of bodies and where they came from."""
    picture = frames[index]
    scale = HEIGHT_PX / picture.shape[0]
    size = (round(picture.shape[1] * scale) // 2 * 2, HEIGHT_PX)
    method = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_CUBIC
    view = np.asarray(cv2.resize(picture, size, interpolation=method), dtype=np.uint8)
    for body, track in tracks.items():
        colour = colours[body]
        if track.doubt is None:
            _trail(view, track, index, scale=scale, most=round(TRAIL_S * hz), colour=colour)
            _outline(view, track.masks[index], colour)
    return view


def _trail(
    view: Image, track: Track, index: int, *, scale: float, most: int, colour: Colour
) -> None:
    points = (track.centre_px[max(0, index - most) : index + 1] + 0.5) * scale
    known = points[np.isfinite(points).all(axis=1)].round().astype(np.int32)
    for shade, width in ((_HALO, 4), (colour, 2)):
        cv2.polylines(view, [known], False, shade, width, cv2.LINE_AA)  # noqa: FBT003


def _outline(view: Image, mask: NDArray[np.bool_], colour: Colour) -> None:
    size = view.shape[1], view.shape[0]
    large = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    rings, _ = cv2.findContours(large, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for shade, width in ((_HALO, 4), (colour, 2)):
        cv2.drawContours(view, rings, -1, shade, width, cv2.LINE_AA)


def _titled(view: Image, text: str) -> Image:
    bar = np.full((BAR_PX, view.shape[1], 3), _BAR, dtype=np.uint8)
    cv2.putText(bar, text, (10, 20), _FONT, 0.48, _INK, 1, cv2.LINE_AA)
    return np.vstack([bar, view])
