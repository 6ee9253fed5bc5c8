"""Places in pictures and in time, as models that see tell them: JSON lists, parsed strictly.

Models give coordinates from 0 to 1000 along each axis of the picture, from its upper left corner,
whatever its size: `[{"point_2d": [500, 250], "label": "gripper"}]` and
`[{"bbox_2d": [x1, y1, x2, y2], "label": "cube"}]`. A trajectory is a list of points with one
label. Times are seconds, or text `MM:SS` or `MM:SS.FF`: `[{"start": "00:01.50", "end": ...,
"caption": ...}]`.

Source: the output formats of Qwen3-VL and Cosmos-Reason2, as their model cards describe them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array
from physai_sim.generation.critics.language.json_lists import read_list

SCALE = 1000.0
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d(?:\.\d{1,3})?)", re.ASCII)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a picture: column and row, each from 0 to 1000."""

    at: tuple[float, float]
    label: str


@dataclass(frozen=True, slots=True)
class Box:
    """An upright box: left, top, right and bottom, each from 0 to 1000."""

    corners: tuple[float, float, float, float]
    label: str


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a video, from start to end [s]."""

    start_s: float
    end_s: float
    caption: str


def to_px(places: ArrayLike, size_px: tuple[int, int]) -> Array:
    """Coordinates from 0 to 1000 as pixels.

    Args:
        places: Columns and rows in turn, shape (..., 2) or (..., 4).
        size_px: Columns and rows of the picture.

    Returns:
        The same shape [px]; 0 is the picture's left or upper edge, 1000 its right or lower one.
    """
    given = np.asarray(places, dtype=np.float64)
    return given / SCALE * _sizes(given, size_px)


def from_px(pixels: ArrayLike, size_px: tuple[int, int]) -> Array:
    """Pixels as coordinates from 0 to 1000; the inverse of `to_px`."""
    given = np.asarray(pixels, dtype=np.float64)
    return given * SCALE / _sizes(given, size_px)


def read_points(text: str) -> tuple[Point, ...]:
    """Read points.

    Raises:
        ConfigError: If the answer is anything but a list of points within the picture.
    """

    def point(row: Mapping[str, Any], where: str) -> Point:
        x, y = _coordinates(row, "point_2d", 2, where)
        return Point((x, y), _words(row, "label", where))

    return _read(text, ("point_2d", "label"), point)


def read_boxes(text: str) -> tuple[Box, ...]:
    """Read boxes.

    Raises:
        ConfigError: If the answer is anything but a list of boxes within the picture.
    """

    def box(row: Mapping[str, Any], where: str) -> Box:
        left, top, right, bottom = _coordinates(row, "bbox_2d", 4, where)
        if not (left < right and top < bottom):
            raise ConfigError(
                "a box without an inside",
                where=f"{where}.bbox_2d",
                got=row["bbox_2d"],
                expected="left < right and top < bottom",
            )
        return Box((left, top, right, bottom), _words(row, "label", where))

    return _read(text, ("bbox_2d", "label"), box)


def read_spans(text: str) -> tuple[Span, ...]:
    """Read parts of a video.

    Raises:
        ConfigError: If the answer is anything but a list of parts with a start before their end.
    """

    def span(row: Mapping[str, Any], where: str) -> Span:
        start, end = (_seconds(row[key], f"{where}.{key}") for key in ("start", "end"))
        if end <= start:
            raise ConfigError("ends before it starts", where=where, got=[start, end])
        return Span(start, end, _words(row, "caption", where))

    return _read(text, ("start", "end", "caption"), span)


def trajectories(points: tuple[Point, ...]) -> dict[str, Array]:
    """Points with the same label in the order in which they were told, shape (N, 2)."""
    labels = dict.fromkeys(point.label for point in points)
    return {name: np.array([p.at for p in points if p.label == name]) for name in labels}


def _read(
    text: str, keys: tuple[str, ...], make: Callable[[Mapping[str, Any], str], T]
) -> tuple[T, ...]:
    rows = read_list(text, keys)
    return tuple(make(row, f"answer[{number}]") for number, row in enumerate(rows))


def _sizes(given: Array, size_px: tuple[int, int]) -> Array:
    if given.ndim == 0 or given.shape[-1] not in (2, 4):
        raise ConfigError("places of this shape", got=given.shape, expected="(..., 2) or (..., 4)")
    return np.array(size_px * (given.shape[-1] // 2), dtype=np.float64)


def _coordinates(row: Mapping[str, Any], key: str, count: int, where: str) -> tuple[float, ...]:
    given = row[key]
    right = isinstance(given, list) and len(given) == count and all(map(_is_coordinate, given))
    if not right:
        raise ConfigError(
            "no place in the picture",
            where=f"{where}.{key}",
            got=given,
            expected=f"{count} numbers from 0 to {SCALE:g}",
        )
    return tuple(float(number) for number in given)


def _is_coordinate(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0.0 <= value <= SCALE


def _words(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row[key]
    if not isinstance(value, str):
        raise ConfigError("no text", where=f"{where}.{key}", got=value, expected="text")
    return value


def _seconds(value: object, where: str) -> float:
    if isinstance(value, str) and (clock := _CLOCK.fullmatch(value.strip())):
        return 60.0 * int(clock[1]) + float(clock[2])
    if isinstance(value, int | float) and not isinstance(value, bool) and 0.0 <= value < 1e6:
        return float(value)
    raise ConfigError("no time", where=where, got=value, expected="seconds, or MM:SS.FF")
