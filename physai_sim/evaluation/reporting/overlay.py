"""What a frame of a video shows: a picture with words and lines, or a view with an inset."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from physai_sim.evaluation.reporting.captions import Caption
from physai_sim.evaluation.reporting.plan_lines import PictureLine

Image = NDArray[np.uint8]
INSET_SHARE = 0.34
MARGIN_PX = 10
BAR_PX = 30
WIDTHS_PX = (480, 960)  # least and greatest width of a video of recorded pictures
_INK, _BAR = (245, 245, 245), (24, 26, 30)
_CONTACT, _EVENT = (213, 94, 0), (143, 74, 128)
_LINES = {"plan": ((0, 200, 150), 4), "candidate": ((86, 180, 233), 2), "recorded": (_INK, 2)}
_SUBPIXEL_BITS = 4
_FONT, _FONT_SIZE = cv2.FONT_HERSHEY_SIMPLEX, 0.48


def compose(view: Image, inset: Image | None, *, text: str) -> Image:
    """One frame of the video.

    Args:
        view: The world's view, shape (H, W, 3).
        inset: A camera of the robot, drawn small in the upper right corner.
        text: Shown in a bar on top; cut where it is too long.

    Returns:
        Shape (H + bar, W, 3), both sizes even.
    """
    width = view.shape[1]
    frame = np.vstack([_bar(width, text), view])
    if inset is not None:
        _paste(frame, inset)
    return np.ascontiguousarray(frame[: frame.shape[0] // 2 * 2, : width // 2 * 2])


def film_size(picture: Image) -> tuple[int, int]:
    """Width and height of a video of pictures of this size: both even, neither tiny nor huge."""
    height, width = picture.shape[:2]
    wide = int(np.clip(width, *WIDTHS_PX)) // 2 * 2
    # A video is at most twice as high as wide, whatever its pictures are.
    high = min(max(round(wide * height / width), 2), 2 * wide)
    return wide, (high + BAR_PX) // 2 * 2


def annotated(
    picture: Image, caption: Caption, lines: Sequence[PictureLine], *, size_px: tuple[int, int]
) -> Image:
    """One frame of the video of a recorded camera.

    Args:
        picture: Shape (H, W, 3).
        caption: The words.
        lines: Drawn over the picture.
        size_px: Of the frame, from `film_size` of the first picture.

    Returns:
        Shape (size_px[1], size_px[0], 3).
    """
    width, height = size_px
    method = cv2.INTER_AREA if picture.shape[1] > width else cv2.INTER_CUBIC
    size = (width, height - BAR_PX)
    view = np.asarray(cv2.resize(picture, size, interpolation=method), dtype=np.uint8)
    for line in lines:
        _draw(view, line)
    colour = _CONTACT if caption.is_contact else _EVENT
    # In the upper part: players lay their controls over the lower one.
    _label(view, caption.readout, _BAR, top=MARGIN_PX)
    _label(view, caption.event, colour, top=2 * MARGIN_PX + BAR_PX)
    return np.vstack([_bar(width, caption.head), view])


def _bar(width: int, text: str) -> Image:
    bar = np.full((BAR_PX, width, 3), _BAR, dtype=np.uint8)
    cv2.putText(bar, text, (10, 20), _FONT, _FONT_SIZE, _INK, 1, cv2.LINE_AA)
    return bar


def _label(view: Image, text: str, colour: tuple[int, int, int], *, top: int) -> None:
    """Text on a patch of colour at the left edge, cut at the right one."""
    if not text:
        return
    (width, _), _ = cv2.getTextSize(text, _FONT, _FONT_SIZE, 1)
    left, bottom = MARGIN_PX, top + BAR_PX
    right = min(left + width + 2 * MARGIN_PX, view.shape[1] - MARGIN_PX)
    cv2.rectangle(view, (left, top), (right, bottom), colour, cv2.FILLED)
    place = (left + MARGIN_PX, bottom - 10)
    cv2.putText(view, text, place, _FONT, _FONT_SIZE, _INK, 1, cv2.LINE_AA)


def _draw(view: Image, line: PictureLine) -> None:
    colour, thickness = _LINES[line.kind]
    scale = np.array([view.shape[1], view.shape[0]]) * 2**_SUBPIXEL_BITS
    unknown = np.flatnonzero(np.isnan(line.shares).any(axis=1))
    for part in np.split(line.shares, unknown):
        points = part[np.isfinite(part).all(axis=1)] * scale
        if len(points) > 1:
            flat = points.round().astype(np.int32).reshape(-1, 1, 2)
            style = {"thickness": thickness, "lineType": cv2.LINE_AA, "shift": _SUBPIXEL_BITS}
            cv2.polylines(view, [flat], isClosed=False, color=colour, **style)


def _paste(frame: Image, inset: Image) -> None:
    height, width = frame.shape[:2]
    scale = INSET_SHARE * width / inset.shape[1]
    size = (round(inset.shape[1] * scale), round(inset.shape[0] * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(inset, size, interpolation=method)
    framed = cv2.copyMakeBorder(small, 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=_INK)
    rows, columns = framed.shape[:2]
    top, left = BAR_PX + MARGIN_PX, width - columns - MARGIN_PX
    if top + rows <= height and left > 0:
        frame[top : top + rows, left : left + columns] = framed
